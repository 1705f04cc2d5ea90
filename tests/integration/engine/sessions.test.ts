import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../support/engine.ts';
import { isRunning } from '../../support/processes.ts';
import { outputWith } from '../../support/terminal-output.ts';
import { until } from '../../support/until.ts';

const shell = { name: 'work', agent: 'shell', cwd: '/' } as const;

describe('a shell session', () => {
  it('runs the first message once the shell is ready', async () => {
    const { client, dataFolder } = await startEngine();
    const session = await client().session.create({ ...shell, prompt: 'echo first-$((40+2))' });
    await outputWith(dataFolder, session.terminals[0]!.id, 'first-42');
  });

  it('works in its folder, with its variables, its size and a token of its own, and without the secrets of the owner', async () => {
    const { client, dataFolder, engine } = await startEngine();
    const script = 'pwd; stty size; env; echo done-$((1+1))';
    const session = await client().session.create({
      ...shell,
      cwd: '/usr',
      args: ['-c', script],
      env: { MINE: 'yes' },
      size: { cols: 101, rows: 33 },
    });
    const output = await outputWith(dataFolder, session.terminals[0]!.id, 'done-2');
    expect(output).toMatch(/^\/usr\r\n33 101\r\n/);
    const env = new Map(output.split('\r\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));
    expect(env.get('MINE')).toBe('yes');
    expect(env.get('KIMI_SHELL_SESSION')).toBe(session.id);
    expect(env.get('KIMI_SHELL_SOCKET')).toContain('engine.sock');
    expect(output).not.toContain(engine.access.ownerToken);
    expect(await engine.access.callerAt({ kind: 'outside' }, env.get('KIMI_SHELL_TOKEN') ?? '')).toEqual({
      kind: 'agent',
      session: session.id,
      depth: 1,
      role: 'agent',
    });
    await client().session.delete({ session: 'work', stop: true });
    expect(await engine.access.callerAt({ kind: 'outside' }, env.get('KIMI_SHELL_TOKEN') ?? '')).toBeNull();
  });

  it('is stopped kindly, and what it left in the background goes with it', async () => {
    const { client, dataFolder } = await startEngine();
    const session = await client().session.create(shell);
    await until('it is idle', async () => (await client().session.show({ session: 'work' })).state === 'idle');
    await client().session.send({ session: 'work', text: 'sleep 1000 & echo pid-$!-$((1+1))' });
    const [, pid] = /pid-(\d+)-2/.exec(await outputWith(dataFolder, session.terminals[0]!.id, /pid-(\d+)-2/)) ?? [];
    const stopped = await client().session.stop({ session: 'work' });
    expect(stopped).toMatchObject({
      how: 'kind',
      survivors: [],
      session: {
        state: 'exited',
        unseen: false,
        stateInfo: { detail: 'stopped by you', evidence: [{ says: 'stopped by you' }, { source: 'process' }] },
        terminals: [{ exit: { asked: true } }],
      },
    });
    expect(await isRunning(Number(pid))).toBe(false);
  });

  it('that does not want to end is ended by signal', async () => {
    const { client, dataFolder } = await startEngine();
    const session = await client().session.create({ ...shell, args: ['-c', 'trap "" HUP TERM INT; echo up; while :; do sleep 1; done'] });
    await outputWith(dataFolder, session.terminals[0]!.id, 'up');
    const stopped = await client().session.stop({ session: 'work', force: true });
    expect(stopped).toMatchObject({ how: 'killed', survivors: [], session: { state: 'exited', stateInfo: { detail: 'stopped by you' } } });
    expect(await isRunning(session.terminals[0]!.pid!)).toBe(false);
    expect(await client().session.stop({ session: 'work' })).toMatchObject({ how: 'already' });
  });

  it('takes its recording along when it is deleted', async () => {
    const { client, dataFolder } = await startEngine();
    const session = await client().session.create(shell);
    const spool = join(dataFolder, 'spool', session.terminals[0]!.id);
    expect((await stat(spool)).isDirectory()).toBe(true);
    await expect(client().session.delete({ session: 'work' })).rejects.toMatchObject({ data: { code: 'CONFLICT' } });
    await client().session.delete({ session: 'work', stop: true });
    await expect(stat(spool)).rejects.toThrow('ENOENT');
    expect(await client().session.list({})).toEqual([]);
  });

  it('has a ticket for its terminal, and none that writes for somebody who may only look', async () => {
    const { client } = await startEngine();
    const session = await client().session.create(shell);
    const ticket = await client().terminal.attach({ session: 'work' });
    expect(ticket).toMatchObject({ session: session.id, terminal: session.terminals[0]!.id, url: 'ws://127.0.0.1:1/terminal' });
    const viewer = client({ kind: 'remote', depth: 0, role: 'viewer' });
    await expect(viewer.terminal.attach({ session: 'work' })).rejects.toMatchObject({ data: { code: 'DENIED' } });
    await viewer.terminal.attach({ session: 'work', rights: 'read' });
    // Who may type is in the audit log, and who was refused that; who watches is not.
    const { entries } = await client().audit.list({ procedure: 'terminal' });
    expect(entries.map(({ caller, result, where }) => [caller.role, result, where])).toEqual([
      ['viewer', 'DENIED', { session: 'work' }],
      ['owner', 'ok', { sessionName: 'work', session: session.id, ref: 'work' }],
    ]);
    await expect(client().terminal.tail({ session: 'work', from: 10, to: 5 })).rejects.toMatchObject({ data: { code: 'INVALID_INPUT' } });
    await expect(client().terminal.tail({ session: 'nobody' })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  });
});

describe('a session that cannot start says why and leaves nothing', () => {
  it.each([
    ['a folder that is missing', { ...shell, cwd: '/nowhere/at/all' }, 'FOLDER_MISSING'],
    ['a file for a folder', { ...shell, cwd: '/etc/passwd' }, 'FOLDER_MISSING'],
    ['a relative folder', { ...shell, cwd: 'here' }, 'INVALID_INPUT'],
  ])('%s', async (_, input, code) => {
    const { client } = await startEngine();
    await expect(client().session.create(input)).rejects.toMatchObject({ data: { code } });
    expect(await client().session.list({ all: true })).toEqual([]);
  });

  it('a kimi that is missing, or cannot be run', async () => {
    const { client, dataFolder } = await startEngine();
    const kimi = { ...shell, agent: 'kimi' } as const;
    await client().settings.set({ key: 'kimi.path', value: join(dataFolder, 'no-kimi') });
    await expect(client().session.create(kimi)).rejects.toMatchObject({
      data: { code: expect.stringMatching(/KIMI_MISSING|BINARY_MISSING/) },
    });
    const plain = join(dataFolder, 'bin', 'kimi');
    await mkdir(join(dataFolder, 'bin'));
    await writeFile(plain, '#!/bin/sh\necho kimi\n');
    await chmod(plain, 0o600);
    await client().settings.set({ key: 'kimi.path', value: plain });
    await expect(client().session.create(kimi)).rejects.toMatchObject({ data: { code: 'BINARY_NOT_EXECUTABLE' } });
    expect(await client().session.list({ all: true })).toEqual([]);
  });

  it('a program that ends at once is a session that failed, with its exit and its last words', async () => {
    const { client, dataFolder } = await startEngine();
    await client().session.create({ ...shell, args: ['-c', 'echo no luck; exit 4'] });
    const session = await until('it has ended', async () => {
      const found = await client().session.show({ session: 'work' });
      return found.state === 'failed' ? found : null;
    });
    expect(session).toMatchObject({ unseen: true, terminals: [{ exit: { code: 4 }, end: 'no luck\r\n'.length }] });
    expect(await readFile(join(dataFolder, 'spool', session.terminals[0]!.id, 'exit.json'), 'utf8')).toContain('4');
  });
});

describe('the doctor', () => {
  it('finds nothing wrong with the engine itself on a sound machine', async () => {
    const { client } = await startEngine();
    await client().session.create(shell);
    const { checks } = await client().system.doctor({});
    const by = new Map(checks.map((check) => [check.id, check]));
    for (const id of ['node', 'data-folder', 'shell', 'settings', 'database', 'holder', 'mirror', 'recordings', 'sessions']) {
      expect(by.get(id), id).toMatchObject({ ok: 'ok' });
    }
    expect(by.get('holder')?.values).toEqual({ holders: 1, count: 1 });
    expect([...by.keys()]).toEqual(expect.arrayContaining(['disk-space', 'kimi', 'git']));
  });
});
