import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SystemStatus } from '#shared/contract/index.ts';
import { isRunning, processesMarked } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { killHard, newPerson, person } from './support.ts';

let one: Awaited<ReturnType<typeof newPerson>>;

// Shared where the first start does not matter: it copies a runtime into the data folder.
beforeAll(async () => {
  one = await newPerson({ SOME_SECRET: 'of the caller', NODE_OPTIONS: '--no-warnings' });
});
afterAll(() => one.leave());

describe('the engine and the command line', () => {
  it('starts an engine when none runs, which outlives the command', async () => {
    const { run, runProcess, enginePid } = one;
    const first = await runProcess(['session', 'list', '--json']);
    expect(first).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
    const pid = await enginePid();
    expect(pid).not.toBeNull();
    expect(await isRunning(pid!)).toBe(true);
    await run(['session', 'list']);
    expect(await enginePid()).toBe(pid);
  });

  it('starts one engine when two commands need it at the same moment', async () => {
    const { runProcess, dataFolder } = await person();
    const both = await Promise.all(
      [
        ['session', 'list'],
        ['config', 'list'],
        ['session', 'list'],
      ].map((words) => runProcess(words)),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0, 0]);
    const hosts = (await processesMarked(dataFolder)).filter(({ command }) => command.includes('headless.js'));
    expect(hosts).toHaveLength(1);
  });

  it('gives the engine a constructed environment, the data folder as its current folder and no terminal', async () => {
    const { runProcess, enginePid, dataFolder } = one;
    await runProcess(['session', 'list']);
    const pid = await enginePid();
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain(`KIMI_SHELL_HOME=${dataFolder}`);
    expect(environment).not.toContain('SOME_SECRET');
    expect(environment).not.toContain('NODE_OPTIONS');
    expect(await readlink(`/proc/${pid}/cwd`)).toBe(dataFolder);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [, , , session, terminal] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect(session).toBe(String(pid));
    expect(terminal).toBe('0');
  });

  it('starts none to say that none runs', async () => {
    const { run, enginePid } = await person();
    const said = await run(['status']);
    expect(said.code).toBe(5);
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain('ENGINE_UNREACHABLE');
    const json = await run(['status', '--json']);
    expect(json.code).toBe(5);
    expect(json.stdout).toBe('');
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'ENGINE_UNREACHABLE', retryable: true } });
    expect(await enginePid()).toBeNull();
  });

  it('checks the machine without an engine, and changes nothing', async () => {
    const { run, dataFolder } = await person();
    const kimi = join(dataFolder, 'kimi');
    await writeFile(kimi, '#!/bin/sh\necho 2.1.0\n', { mode: 0o755 });
    const home = join(dataFolder, 'not', 'there');
    const doctor = await run(['doctor', '--json'], { env: { KIMI_SHELL_HOME: home, KIMI_SHELL_KIMI_PATH: kimi } });
    const { checks } = JSON.parse(doctor.stdout) as { checks: { id: string; ok: string; values: object }[] };
    expect(checks.map(({ id }) => id)).toEqual([
      'engine',
      'data-folder',
      'settings',
      'node',
      'disk-space',
      'kimi',
      'git',
      'shell',
      'keychain',
      'network',
      'tray',
    ]);
    expect(checks).toContainEqual(expect.objectContaining({ id: 'engine', ok: 'warning' }));
    expect(checks).toContainEqual(expect.objectContaining({ id: 'data-folder', message: 'cli.doctor.data.new' }));
    expect(checks).toContainEqual(expect.objectContaining({ id: 'kimi', values: expect.objectContaining({ path: kimi }) }));
    expect(doctor.code).toBe(checks.some(({ ok }) => ok === 'failed') ? 1 : 0);
    expect(await readdir(dataFolder)).not.toContain('not');
    const missing = await run(['doctor'], { env: { KIMI_SHELL_HOME: home, KIMI_SHELL_KIMI_PATH: join(dataFolder, 'gone') } });
    expect(missing.code).toBe(1);
    expect(missing.stdout).toMatch(/^FAILED\s+The setting kimi\.path names .*gone: .* where it is set: KIMI_SHELL_KIMI_PATH\.$/m);
  });

  it('says what runs', async () => {
    const { json, run, enginePid, dataFolder } = one;
    const { id } = await json<{ id: string }>(['session', 'create', 'status', '--agent', 'shell']);
    const status = await json<SystemStatus>(['status']);
    expect(status).toMatchObject({ version: expect.any(String), sessions: 1, jobs: 0, dataFolder, demo: false });
    expect(status.engine).toEqual({
      pid: await enginePid(),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      startedAt: expect.any(Number),
      kind: 'call',
    });
    expect(status.holders).toEqual([expect.objectContaining({ pid: expect.any(Number), build: expect.any(String), children: 1 })]);
    const { stdout } = await run(['status']);
    expect(stdout).toContain(`process ${status.engine.pid}`);
    expect(stdout).toContain('1 running program');
    await run(['session', 'delete', id, '--stop']);
  });

  it('asks a running engine for its checks too', async () => {
    const { run } = one;
    await run(['session', 'list']);
    // It may find something to repair on this machine, and then ends with 1; what it looks at is the point here.
    const { checks } = JSON.parse((await run(['doctor', '--json'])).stdout) as { checks: { id: string }[] };
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['engine', 'database', 'node', 'kimi']));
  });

  it('ends the engine with serve --stop, and sessions run on', async () => {
    const { json, run, enginePid, dataFolder } = one;
    const { id } = await json<{ id: string }>(['session', 'create', 'lives', '--agent', 'shell']);
    const pid = await enginePid();
    const stopped = await run(['serve', '--stop', '--json']);
    expect(stopped).toMatchObject({ code: 0, stdout: `{"pid":${pid}}\n` });
    expect(await isRunning(pid!)).toBe(false);
    expect((await processesMarked(dataFolder)).some(({ command }) => command.includes('holder'))).toBe(true);
    expect((await run(['serve', '--stop'])).code).toBe(5);
    const again = await json<{ state: string }>(['session', 'show', id]);
    expect(['starting', 'idle']).toContain(again.state);
    await run(['session', 'delete', id, '--stop']);
  });

  it('says on the terminal of serve that a signal ended the engine, and that sessions run on', async () => {
    const { runProcess, enginePid } = await person();
    const serving = runProcess(['serve']);
    killHard((await until('the engine', async () => (await enginePid()) ?? undefined)) ?? 0);
    const { code, stderr } = await serving;
    expect([code, stderr]).toEqual([
      128 + 9,
      expect.stringMatching(/^The engine was ended by SIGKILL, from outside\. Sessions run on.*start it again/m),
    ]);
  });

  it('finds the sessions again after the engine was killed', async () => {
    const { json, run, enginePid } = one;
    const { id } = await json<{ id: string }>(['session', 'create', 'survives', '--agent', 'shell']);
    killHard((await enginePid())!);
    const { code } = await run(['session', 'send', id, 'echo still-$((40+2))']);
    expect(code).toBe(0);
    const { stdout } = await run(['session', 'tail', id, '--from', '0']);
    expect(stdout).toContain('still-42');
  });

  it('tells what the engine itself said when it could not start', async () => {
    const { run, dataFolder } = await person();
    await writeFile(join(dataFolder, 'state.db'), 'this is no database, and long enough to be taken for a damaged one'.repeat(100));
    const json = await run(['session', 'list', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'DATABASE_DAMAGED' } });
    const { stderr } = await run(['session', 'list'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(stderr).toContain('已损坏');
  });

  it('says so when the data folder is no folder', async () => {
    const { run, dataFolder } = await person();
    const file = join(dataFolder, 'file');
    await writeFile(file, '');
    const { code, stdout, stderr } = await run(['session', 'list'], { env: { KIMI_SHELL_HOME: file } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('DATA_FOLDER_UNWRITABLE');
    const doctor = await run(['doctor'], { env: { KIMI_SHELL_HOME: file } });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('is a file');
  });
});
