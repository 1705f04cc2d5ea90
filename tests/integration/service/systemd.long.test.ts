import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemdWord } from '#main/engine/service/systemd/unit.ts';
import type { SystemStatus } from '#shared/contract/index.ts';
import { holderPids } from '../../support/headless-app.ts';
import { isRunning } from '../../support/processes.ts';
import { keepRuntime, seedRuntime } from '../../support/runtime-cache.ts';
import { until } from '../../support/until.ts';
import { startUserManager, type UserManager, whyNoUserManager } from '../../support/user-manager.ts';
import { killHard, newPerson, person } from '../cli/support.ts';

interface Answer {
  readonly name: string;
  readonly file: string;
  readonly installed: boolean;
  readonly current: boolean;
  readonly state: string;
  readonly standsBy: boolean;
  readonly pid: number | null;
  readonly since: number | null;
}

/** A folder whose name has what a unit's syntax takes for something else; no backslash, from below which Node runs no module. */
const AWKWARD = `it's 100% "mine" $HOME $\{PATH} %h <&> 数据`;

const missing = await whyNoUserManager();
const cgroupOf = async (pid: number) => /^0::(.*)$/m.exec(await readFile(`/proc/${pid}/cgroup`, 'utf8'))?.[1] ?? '';

describe.skipIf(missing !== null)(`under systemd${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let manager: UserManager;
  beforeAll(async () => {
    // What somebody once put into the manager's environment must not reach the engine's Node.
    manager = await startUserManager({ NODE_OPTIONS: '--require=/nowhere.js', LD_PRELOAD: '/nowhere.so', SHELL: '/bin/sh' });
  });
  afterAll(() => manager.close());

  async function servedPerson() {
    const one = await person({ ...manager.env, SOME_SECRET: 'of the caller' });
    const bin = join(one.dataFolder, 'bin');
    await mkdir(bin);
    // There is no logind in a test; this one says that the person's services end with the last login.
    await writeFile(join(bin, 'loginctl'), '#!/bin/sh\necho no\n', { mode: 0o755 });
    const home = join(one.dataFolder, AWKWARD);
    await mkdir(home, { mode: 0o700 });
    await seedRuntime(home);
    const options = { env: { KIMI_SHELL_HOME: home, PATH: `${bin}:${process.env.PATH}` } };
    return {
      home,
      run: (...words: string[]) => one.run(words, options),
      json: <T>(...words: string[]) => one.json<T>(words, options),
      runProcess: (...words: string[]) => one.runProcess(words, options),
      /** Process id of the engine once one answers, as whatever it was started. */
      engine: (other?: number) =>
        until('an engine that was started as a service', async () => {
          const { code, stdout } = await one.run(['status', '--json'], options);
          if (code !== 0) return null;
          const { engine } = JSON.parse(stdout) as SystemStatus;
          return engine.kind === 'service' && engine.pid !== other ? engine.pid : null;
        }),
    };
  }

  it('runs the engine from install to uninstall, again after kill -9, and sessions outlive all of it', async () => {
    const { home, run, json, engine } = await servedPerson();
    const installed = await json<Answer & { change: string }>('service', 'install');
    expect(installed).toMatchObject({ change: 'installed', system: 'systemd', dataFolder: home, installed: true, current: true });
    expect(installed.name).toMatch(/^kimi-shell-it-s-100-mine-home-path-[0-9a-f]{8}$/);
    expect(await manager.systemctl('is-enabled', installed.name)).toBe('enabled');

    const first = await engine();
    const unit = await json<Answer>('service', 'status');
    expect(unit).toMatchObject({ state: 'running', pid: first, linger: false });
    expect(Math.abs(Date.now() - (unit.since ?? 0))).toBeLessThan(30_000);
    expect(await cgroupOf(first)).toMatch(new RegExp(`/${installed.name}\\.service$`));
    const environment = await readFile(`/proc/${first}/environ`, 'utf8');
    expect(environment).toContain('XDG_RUNTIME_DIR=');
    expect(environment).not.toMatch(/SOME_SECRET|NODE_OPTIONS|LD_PRELOAD|KIMI_SHELL_HOME/);

    const { id } = await json<{ id: string }>('session', 'create', 'lives', '--agent', 'shell');
    const [holder = 0] = await holderPids(home);
    const shell = (await json<{ terminals: { pid: number }[] }>('session', 'show', id)).terminals[0]?.pid ?? 0;
    expect(await cgroupOf(holder)).toMatch(/\/run-[0-9a-z-]+\.scope$/);
    expect(await cgroupOf(shell)).toBe(await cgroupOf(holder));

    killHard(first);
    const second = await engine(first);
    expect(await json<Answer>('service', 'status')).toMatchObject({ state: 'running', pid: second });
    expect(await json<Answer>('service', 'install')).toMatchObject({ change: 'unchanged', pid: second });

    await manager.systemctl('stop', installed.name);
    expect(await isRunning(second)).toBe(false);
    expect(await json<Answer>('service', 'status')).toMatchObject({ installed: true, state: 'stopped', pid: null, since: null });
    expect([await isRunning(holder), await isRunning(shell)]).toEqual([true, true]);

    expect(await json('service', 'uninstall')).toMatchObject({ removed: true, installed: false });
    const left = await readdir(manager.env.XDG_CONFIG_HOME!, { recursive: true });
    expect(left.filter((path) => path.includes(installed.name))).toEqual([]);
    expect(await manager.systemctl('show', installed.name, '--property=LoadState', '--value')).toBe('not-found');
    expect((await run('service', 'status')).code).toBe(3);
    expect(await json('service', 'uninstall')).toMatchObject({ removed: false });
    expect([await isRunning(holder), await isRunning(shell)]).toEqual([true, true]);
    const sent = await run('session', 'send', id, 'echo still-$((40+2))');
    expect(sent.code).toBe(0);

    // What logout and shutdown do. A shell ignores SIGTERM, and systemd by itself would wait 90 s for it.
    await manager.systemctl('stop', basename(await cgroupOf(holder)));
    expect([await isRunning(holder), await isRunning(shell)]).toEqual([false, false]);
    const { terminals } = await until('the exit on record', async () => {
      const found = await json<{ state: string; terminals: { exit?: object }[] }>('session', 'show', id);
      return found.state === 'exited' ? found : null;
    });
    expect(terminals[0]?.exit).toMatchObject({ signal: 'SIGHUP' });
    await keepRuntime(home);
  });

  it('leaves the holder alone where it could get no scope', async () => {
    const { home, json, engine } = await servedPerson();
    await manager.systemctl('set-environment', 'PATH=/nowhere');
    const { name } = await json<Answer>('service', 'install');
    const pid = await engine();
    await json('session', 'create', 'lives', '--agent', 'shell');
    await manager.systemctl('unset-environment', 'PATH');
    const [holder = 0] = await holderPids(home);
    expect(await cgroupOf(holder)).toBe(await cgroupOf(pid));
    await manager.systemctl('stop', name);
    expect([await isRunning(pid), await isRunning(holder)]).toEqual([false, true]);
    await json('service', 'uninstall');
  });

  it('takes over from an engine that a command started, and stands by while a person’s own engine runs', async () => {
    const { json, run, runProcess, engine } = await servedPerson();
    await run('session', 'list');
    const { name } = await json<Answer>('service', 'install');
    const taken = await engine();
    // Who ends it wants it ended, not started again.
    expect(await json('serve', '--stop')).toEqual({ pid: taken });
    await until('systemd has noticed', async () => (await json<Answer>('service', 'status')).state === 'stopped');
    expect(await manager.systemctl('show', name, '--property=NRestarts', '--value')).toBe('0');

    const serving = runProcess('serve');
    await until('an engine of a person', async () => (await run('status')).stdout.includes('kimi-shell serve'));
    await json('service', 'install');
    const waiting = await until('the service that stands by', async () => {
      const status = await json<Answer>('service', 'status');
      return status.standsBy ? status : null;
    });
    expect((await run('service', 'status')).stdout).toContain('stands by while another engine serves');
    await run('serve', '--stop');
    expect((await serving).code).toBe(0);
    expect(await engine()).toBe(waiting.pid);
    expect(await json<Answer>('service', 'status')).toMatchObject({ state: 'running', pid: waiting.pid, standsBy: false });
    await json('service', 'uninstall');
  });

  it('brings the unit of another installation up to date, and starts the engine anew', async () => {
    const { run, json, engine } = await servedPerson();
    const { file } = await json<Answer>('service', 'install');
    const first = await engine();
    await writeFile(file, (await readFile(file, 'utf8')).replace('RestartSec=1', 'RestartSec=2'));
    expect(await json<Answer>('service', 'status')).toMatchObject({ current: false, installed: true });
    expect((await run('service', 'status')).stdout).toContain('of another installation or version');
    const updated = await run('service', 'install');
    expect(updated.stdout).toContain('is brought up to date and started anew');
    expect(updated.stdout).toContain('loginctl enable-linger');
    expect(await engine(first)).not.toBe(first);
    expect(await json<Answer>('service', 'status')).toMatchObject({ current: true, state: 'running' });
    await json('service', 'uninstall');
  });

  it('leaves nothing behind when the manager refuses', async () => {
    const one = await newPerson(manager.env);
    // The manager does not look there.
    const elsewhere = join(one.dataFolder, 'elsewhere');
    const { code, stdout, stderr } = await one.run(['service', 'install', '--json'], { env: { XDG_CONFIG_HOME: elsewhere } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'SERVICE_REFUSED' } });
    expect(await readdir(join(elsewhere, 'systemd/user'))).toEqual([]);
    await one.leave();
  });

  it('takes any word of a command line as we write it', async () => {
    const units = join(manager.env.XDG_RUNTIME_DIR!, 'systemd/transient');
    await mkdir(units, { recursive: true });
    // Every character that a file's name may have, the ones that mean something to systemd more often.
    const character = fc.oneof(fc.constantFrom(...'%$\\"\' ;{}@-+!|:\n\t~*'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    const word = fc.array(character, { maxLength: 12 }).map((all) => all.join('').replaceAll('\0', ''));
    // Few units with many words: starting one takes systemd a tenth of a second.
    const lists = fc.sample(fc.array(word, { minLength: 100, maxLength: 300 }), 5);
    const out = (index: number) => join(units, `words-${index}.out`);
    for (const [index, words] of lists.entries()) {
      const command = ['/bin/sh', '-c', `printf '%s\\0' "$@" > "$0"`, out(index), ...words].map(systemdWord).join(' ');
      await writeFile(join(units, `words-${index}.service`), `[Service]\nType=oneshot\nExecStart=${command}\n`);
    }
    await manager.systemctl('daemon-reload');
    await manager.systemctl('start', ...lists.map((_, index) => `words-${index}.service`));
    for (const [index, words] of lists.entries()) {
      const got = (await readFile(out(index), 'utf8')).split('\0').slice(0, -1);
      expect(got).toEqual(words);
    }
  });
});

describe('without a service manager', () => {
  it('says what to do instead, and writes nothing', async () => {
    const one = await person();
    const nobody = { XDG_RUNTIME_DIR: join(one.dataFolder, 'no-run'), XDG_CONFIG_HOME: join(one.dataFolder, 'config') };
    for (const verb of ['install', 'uninstall', 'status']) {
      const { code, stderr } = await one.run(['service', verb, '--json'], { env: nobody });
      expect(code).toBe(1);
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'SERVICE_MANAGER_MISSING', context: { system: 'systemd' } } });
    }
    expect((await one.run(['service', 'install'], { env: nobody })).stderr).toContain('kimi-shell serve --service');
    expect((await one.run(['service', 'install'], { env: { ...nobody, PATH: '/nowhere' } })).code).toBe(1);
    await expect(access(nobody.XDG_CONFIG_HOME)).rejects.toThrow('ENOENT');
  });

  it('is not for programs inside a session', async () => {
    const one = await person({ KIMI_SHELL_TOKEN: 'of a child' });
    for (const verb of ['install', 'uninstall', 'status']) {
      const { code, stderr } = await one.run(['service', verb, '--json']);
      expect(code).toBe(4);
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'DENIED' } });
    }
  });
});
