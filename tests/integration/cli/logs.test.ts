import { spawn } from 'node:child_process';
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asideName } from '#main/holder/log/log-files.ts';
import { until } from '../../support/until.ts';
import { type Person, person } from './support.ts';

const line = (message: string, more: object = {}) =>
  `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'info', process: 'engine', message, ...more })}\n`;

/** A data folder in which no engine ever ran, with these lines in its engine's log. */
async function withLogs(text: string): Promise<{ readonly one: Person; readonly folder: string; readonly path: string }> {
  const one = await person();
  const folder = join(one.dataFolder, 'logs');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'engine.log');
  await writeFile(path, text);
  return { one, folder, path };
}

interface Logged {
  readonly message: string;
  readonly process: string;
  readonly call?: string;
}

const documents = (text: string) =>
  text
    .split('\n')
    .filter((document) => document !== '')
    .map((document) => JSON.parse(document) as Logged);

it('shows what is in the files without an engine, and starts none', async () => {
  const { one } = await withLogs(
    line('all is well', { pid: 7 }) + line('the disk is full', { level: 'error', reason: 'no room', call: 'cal_abcd' }),
  );
  const shown = await one.run(['logs']);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(
    /^\S+Z {2}info {3}engine {4}all is well pid=7\n\S+Z {2}error {2}engine {4}the disk is full reason="no room" cal_abcd\n$/,
  );
  expect(documents((await one.run(['logs', '--json', '--level', 'warn'])).stdout)).toEqual([
    expect.objectContaining({ message: 'the disk is full', call: 'cal_abcd', reason: 'no room' }),
  ]);
  expect((await one.run(['logs', '--grep', 'WELL|nothing', '--since', '10m'])).stdout).toContain('all is well');
  expect((await one.run(['logs', '--call', 'cal_abcd', '--lines', '1'])).stdout).toContain('full');
  expect(await one.enginePid()).toBeNull();
});

it('says so where nothing fits, and where nothing was logged yet', async () => {
  const { one, folder } = await withLogs(line('x'));
  expect(await one.run(['logs', '--grep', 'y'])).toMatchObject({
    code: 0,
    stdout: '',
    stderr: `Nothing that fits is logged in ${folder}.\n`,
  });
  await rm(folder, { recursive: true });
  expect(await one.run(['logs'], { env: { LANG: 'zh_CN.UTF-8' } })).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('没有'),
  });
  expect(await one.run(['logs', '--json'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

it.each([
  [['--level', 'loud'], '--level', /error, warn, info, debug|error, warn, info or debug/],
  [['--since', 'yesterday'], '--since', /10m|90m/],
  [['--grep', '('], '--grep', /regular expression/],
  [['--lines', '0'], '--lines', /At least 1/],
])('refuses %s as bad input', async (words, field, reason) => {
  const { one } = await withLogs(line('x'));
  const refused = await one.run(['logs', ...words]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(field);
  expect(refused.stderr).toMatch(reason);
});

it('says where the logs are, for scripts in one line', async () => {
  const { one, folder, path } = await withLogs(line('x'));
  expect(await one.run(['logs', 'path'])).toMatchObject({ code: 0, stdout: `${folder}\n` });
  expect(await one.json(['logs', 'path'])).toMatchObject({ path: folder, mostBytes: 100_000_000, files: [{ path }] });
});

it('follows through a file that is put aside and one that is deleted', async () => {
  const { one, folder, path } = await withLogs(line('old'));
  const child = spawn(one.node, [one.cli, 'logs', '--follow', '--json'], { cwd: one.dataFolder, env: one.env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const seen = (message: string) =>
    until(`it shows ${message}`, () => documents(out.slice(0, out.lastIndexOf('\n') + 1)).some((one) => one.message === message));
  await seen('old');
  await appendFile(path, line('a'));
  await rename(path, asideName(path));
  await writeFile(path, line('b'));
  await seen('b');
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(path, line('c'));
  await seen('c');
  expect(documents(out).map(({ message }) => message)).toEqual(['old', 'a', 'b', 'c']);
});

it('shows what engine and holder say of one call, and keeps to the setting at once', async () => {
  const one = await person();
  await one.json(['config', 'set', 'log.level', 'warn']);
  await one.json(['session', 'create', 'quiet', '--agent', 'shell', '--', '-c', 'cat']);
  await one.json(['config', 'set', 'log.level', 'info']);
  await one.json(['session', 'create', 'told', '--agent', 'shell', '--', '-c', 'cat']);
  const creations = await until('the creation is logged', async () => {
    const found = documents((await one.run(['logs', '--json', '--grep', 'session\\.create'])).stdout);
    return found.length > 0 && found;
  });
  // The first was made while such lines were not wanted.
  expect(creations).toHaveLength(1);
  const call = creations[0]?.call ?? '';
  const processes = await until('both have logged it', async () => {
    const found = new Set(documents((await one.run(['logs', '--json', '--call', call])).stdout).map(({ process }) => process));
    return found.size > 1 && found;
  });
  expect([...processes].toSorted()).toEqual(['engine', 'holder']);
});
