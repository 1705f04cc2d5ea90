import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionInfo } from '../../../src-shared/contract/index.ts';
import { OWNER } from '../../support/callers.ts';
import { engineFolder, holderPids, startEngine } from '../../support/engine.ts';
import { startKillableEngine } from '../../support/killable-engine.ts';
import { isRunning } from '../../support/processes.ts';
import { outputWith } from '../../support/terminal-output.ts';
import { until } from '../../support/until.ts';

const shell = { name: 'work', agent: 'shell', cwd: '/' } as const;

/** The session as soon as `holds` of it. */
async function sessionThat(
  client: Awaited<ReturnType<typeof startEngine>>,
  name: string,
  holds: (session: SessionInfo) => boolean,
): Promise<SessionInfo> {
  const stream = await client.client().system.events({});
  for await (const event of stream) {
    const sessions = event.type === 'snapshot' ? event.sessions : event.type === 'session.changed' ? [event.session] : [];
    const found = sessions.find((session) => session.name === name && holds(session));
    if (found !== undefined) return found;
  }
  throw new Error('the event stream ended');
}

describe('a session whose engine is killed', () => {
  it('is the same living terminal for the next engine, and nothing that was printed meanwhile is missing', async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    const ticking = {
      ...shell,
      args: ['-c', 'i=0; while [ $i -lt 400 ]; do echo "line $i"; i=$((i+1)); sleep 0.005; done; echo all-$((1+1)); read x'],
    };
    const created = await first.call<SessionInfo>('session.create', ticking);
    const terminal = created.terminals[0]!;
    await outputWith(dataFolder, terminal.id, 'line 5\r\n');
    await first.kill();

    const second = await startEngine({ dataFolder });
    const session = await second.client().session.show({ session: 'work' });
    expect(session).toMatchObject({ id: created.id, lifecycle: 'active', terminals: [{ id: terminal.id, pid: terminal.pid }] });
    const lines = (await outputWith(dataFolder, terminal.id, 'all-2')).split('\r\n').filter((line) => line.startsWith('line '));
    expect(lines).toEqual(Array.from({ length: 400 }, (_, i) => `line ${i}`));
  });

  it('takes messages from the next engine', async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    const created = await first.call<SessionInfo>('session.create', shell);
    await first.kill();
    const second = await startEngine({ dataFolder });
    await sessionThat(second, 'work', (session) => session.state === 'idle');
    await second.client().session.send({ session: 'work', text: 'echo after-$((40+2))' });
    await outputWith(dataFolder, created.terminals[0]!.id, 'after-42');
  });

  it('that ended while no engine ran has its exit, its end and its output', async () => {
    const dataFolder = await engineFolder();
    const fifo = join(dataFolder, 'go');
    const first = await startKillableEngine(dataFolder);
    execFileSync('mkfifo', [fifo]);
    const created = await first.call<SessionInfo>('session.create', {
      ...shell,
      args: ['-c', `read go < '${fifo}'; echo last words; exit 7`],
    });
    await first.kill();
    const terminal = created.terminals[0]!.id;
    await writeFile(fifo, 'now\n');
    await until('the exit is on disk', () => readFile(join(dataFolder, 'spool', terminal, 'exit.json')).catch(() => null));

    const second = await startEngine({ dataFolder });
    const session = await second.client().session.show({ session: 'work' });
    expect(session).toMatchObject({ state: 'failed', unseen: true, lifecycle: 'active', terminals: [{ exit: { code: 7, signal: null } }] });
    expect(session.terminals[0]!.end).toBe('last words\r\n'.length);
    await expect(second.client().session.send({ session: 'work', text: 'x' })).rejects.toMatchObject({ data: { code: 'SESSION_ENDED' } });
  });
});

describe('a session that is being stopped while its engine is killed', () => {
  it('was stopped by the person, also for the next engine', async () => {
    const dataFolder = await engineFolder();
    const fifo = join(dataFolder, 'asked');
    execFileSync('mkfifo', [fifo]);
    const first = await startKillableEngine(dataFolder);
    const created = await first.call<SessionInfo>('session.create', {
      ...shell,
      args: ['-c', `trap 'echo asked; echo asked > "${fifo}"; exit 7' INT; echo up; while :; do sleep 0.1; done`],
    });
    await outputWith(dataFolder, created.terminals[0]!.id, 'up');
    first.call('session.stop', { session: 'work' }).catch((error: unknown) => expect(error).toBeUndefined());
    // The program holds still in its trap until somebody reads: it was asked, and no engine sees its end.
    await outputWith(dataFolder, created.terminals[0]!.id, 'asked');
    await first.kill();
    expect(await readFile(fifo, 'utf8')).toBe('asked\n');
    await until('the exit is on disk', () => readFile(join(dataFolder, 'spool', created.terminals[0]!.id, 'exit.json')).catch(() => null));
    const second = await startEngine({ dataFolder });
    const session = await second.client().session.show({ session: 'work' });
    expect(session).toMatchObject({
      state: 'exited',
      unseen: false,
      stateInfo: { detail: 'stopped by you' },
      terminals: [{ exit: { code: 7, asked: true } }],
    });
  });
});

describe('a session whose holder is killed', () => {
  it('says so with evidence, is not restarted by itself, and can be restarted', async () => {
    const engine = await startEngine();
    const { dataFolder } = engine;
    const created = await engine.client().session.create(shell);
    await sessionThat(engine, 'work', (session) => session.state === 'idle');
    const [holder] = await holderPids(dataFolder);
    process.kill(holder!, 'SIGKILL');
    const lost = await sessionThat(engine, 'work', (session) => session.lifecycle === 'suspended');
    expect(lost).toMatchObject({ state: 'exited', unseen: true });
    expect(['survived', 'gone']).toContain(lost.terminals[0]?.lostHolder);
    expect(lost.stateInfo.evidence[0]).toMatchObject({ source: 'process', says: expect.stringContaining('holder died') });

    const again = await engine.client().session.restart({ session: 'work' });
    expect(again.terminals.map((terminal) => terminal.id)).toEqual([
      expect.not.stringMatching(created.terminals[0]!.id),
      created.terminals[0]!.id,
    ]);
    await sessionThat(engine, 'work', (session) => session.state === 'idle');
    expect(await holderPids(dataFolder)).not.toEqual([holder]);
  });

  it('together with its engine is named by the next engine', async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    const created = await first.call<SessionInfo>('session.create', { ...shell, args: ['-c', 'trap "" HUP; echo up; sleep 1000'] });
    await outputWith(dataFolder, created.terminals[0]!.id, 'up');
    const [holder] = await holderPids(dataFolder);
    await first.kill();
    process.kill(holder!, 'SIGKILL');

    const second = await startEngine({ dataFolder });
    const session = await second.client().session.show({ session: 'work' });
    // The shell ignores the hang-up that the death of its terminal sends.
    expect(session).toMatchObject({
      state: 'exited',
      lifecycle: 'suspended',
      terminals: [{ lostHolder: 'survived', pid: created.terminals[0]!.pid }],
    });
    await second.client().session.restart({ session: 'work' });
    await until('the survivor was ended', async () => !(await isRunning(created.terminals[0]!.pid!)));
  });
});

describe('an engine', () => {
  it('refuses to be the second one, naming the first, and takes over when that was killed', async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    await expect(startEngine({ dataFolder })).rejects.toMatchObject({ code: 'ENGINE_ALREADY_RUNNING', context: { pid: first.pid } });
    await first.kill();
    const second = await startEngine({ dataFolder });
    expect((await second.client().system.status({})).engine.pid).toBe(process.pid);
  });

  it('can be shut down and started again, and its sessions run on', async () => {
    const first = await startEngine();
    const { dataFolder } = first;
    const { terminals } = await first.client().session.create(shell);
    await first.engine.shutdown();
    await expect(stat(join(dataFolder, 'engine.json'))).rejects.toThrow('ENOENT');
    const second = await startEngine({ dataFolder });
    expect(await second.engine.services.sessions.show('work', OWNER)).toMatchObject({ terminals: [{ pid: terminals[0]!.pid }] });
    expect((await second.client().system.status({})).holders).toMatchObject([{ children: 1 }]);
  });

  it('reads screens again after its mirror was killed', async () => {
    const engine = await startEngine();
    await engine.client().session.create(shell);
    await sessionThat(engine, 'work', (session) => session.state === 'idle');
    const mirror = execFileSync('pgrep', ['-P', String(process.pid), '-f', `mirror.js --data ${engine.dataFolder}`])
      .toString()
      .trim();
    process.kill(Number(mirror), 'SIGKILL');
    const sent = await until('a message is confirmed', () =>
      engine
        .client()
        .session.send({ session: 'work', text: 'echo hi' })
        .catch(() => null),
    );
    expect(sent.confirmedBy).toBe('screen');
  });
});
