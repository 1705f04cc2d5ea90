import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Diagnostics } from '#shared/contract/index.ts';
import { type Person, person } from './support.ts';
import { cliInTerminal } from './terminal.ts';

const TOKEN = `ghp_${'0123456789abcdefghij'.repeat(2)}`;

/** Somebody whose logs and settings hold what must not be sent. */
async function careless(): Promise<Person> {
  const one = await person();
  await mkdir(join(one.dataFolder, 'logs'), { recursive: true });
  const line = { timestamp: new Date().toISOString(), level: 'error', process: 'engine', message: `it said ${TOKEN}` };
  await writeFile(join(one.dataFolder, 'logs', 'engine.log'), `${JSON.stringify(line)}\n`);
  await writeFile(join(one.dataFolder, 'settings.toml'), `theme = "dark"\n[mine]\napi_key = "${TOKEN}"\n`);
  return one;
}

it('lists what there is, and saves nothing that nobody confirmed', async () => {
  const one = await careless();
  const before = await readdir(one.dataFolder);
  const listed = await one.run(['diagnostics'], { cwd: one.dataFolder });
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  for (const part of ['versions', 'settings', 'doctor', 'logs', '--yes']) expect(listed.stdout).toContain(part);
  const shown = await one.run(['diagnostics', '--show'], { cwd: one.dataFolder });
  expect(shown.stdout).toMatch(/"theme": \{\s+"value": "dark",\s+"source": "file"/);
  expect(shown.stdout).toContain('it said [secret]');
  expect(shown.stdout).not.toContain(TOKEN);
  expect(await readdir(one.dataFolder)).toEqual(before);
  expect(await one.enginePid()).toBeNull();
});

it('shows all of it to who asks for that before they say so', async () => {
  const one = await careless();
  const { type, shows, ended } = cliInTerminal(one, ['diagnostics', '--out', 'report.txt'], { cols: 200, rows: 50 });
  await shows(/report\.txt\? \[y\/N, s shows it first\]/);
  type('s\r');
  await shows(/it said \[secret\]/);
  await shows(/report\.txt\? \[y\/N, s shows it first\] $/);
  type('y\r');
  await shows(/Saved as .*report\.txt/);
  expect((await ended).exitCode).toBe(0);
  expect(await readFile(join(one.dataFolder, 'report.txt'), 'utf8')).toContain('it said [secret]');
});

it('saves what was confirmed, for its owner only, and never over a file', async () => {
  const one = await careless();
  const file = join(one.dataFolder, 'report.txt');
  expect(await one.run(['diagnostics', '--yes', '--out', 'report.txt'], { cwd: one.dataFolder })).toMatchObject({ code: 0 });
  const saved = await readFile(file, 'utf8');
  expect(saved).toMatch(/^Kimi Shell diagnostics of /);
  expect(saved).not.toContain(TOKEN);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  const again = await one.run(['diagnostics', '--yes', '--out', 'report.txt'], { cwd: one.dataFolder });
  expect(again).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('EEXIST') });
  expect(await readFile(file, 'utf8')).toBe(saved);
});

it('is collected by the engine where one runs, with what that knows', async () => {
  const one = await careless();
  await one.json(['session', 'list']);
  const { parts, saved } = await one.json<Diagnostics & { saved: string | null }>(['diagnostics']);
  expect(saved).toBeNull();
  const text = Object.fromEntries(parts.map(({ name, text }) => [name, text]));
  expect(JSON.parse(text.versions ?? '')).toMatchObject({ engine: { pid: await one.enginePid() }, holders: expect.any(Array) });
  expect(text.logs).toContain('"ready"');
  expect(JSON.stringify(parts)).not.toContain(TOKEN);
});
