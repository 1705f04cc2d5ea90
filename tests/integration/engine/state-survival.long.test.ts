import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SessionInfo, SessionStateName } from '../../../src-shared/contract/index.ts';
import { engineFolder, startEngine, type TestEngine } from '../../support/engine.ts';
import type { EngineChild } from '../../support/engine-child.ts';
import { startKillableEngine } from '../../support/killable-engine.ts';
import { pressKeys } from '../../support/terminal-keys.ts';
import { until } from '../../support/until.ts';

type Show = () => Promise<SessionInfo>;
const shown = (engine: TestEngine): Show => {
  return () => engine.client().session.show({ session: 'work' });
};
const shownBy = (engine: EngineChild): Show => {
  return () => engine.call<SessionInfo>('session.show', { session: 'work' });
};
const becomes = (show: Show, state: SessionStateName) =>
  until(`it is ${state}`, async () => {
    const session = await show();
    return session.state === state && session;
  });

/** The other states that a window is told of from now on, not the same one with other evidence; it fills itself. */
async function told(engine: TestEngine): Promise<readonly SessionStateName[]> {
  const names: SessionStateName[] = [];
  const events = await engine.client().system.events({});
  await events.next();
  let last = stateSince(await shown(engine)());
  const reading = (async () => {
    for await (const event of events) {
      if (event.type !== 'session.changed' || stateSince(event.session) === last) continue;
      last = stateSince(event.session);
      names.push(event.session.state);
    }
  })();
  onTestFinished(async () => {
    await engine.engine.shutdown();
    await reading;
  });
  return names;
}

const stateSince = ({ state, stateInfo }: SessionInfo): string => `${state} ${stateInfo.since}`;

/** What is believed of a session; what its sources said a moment later, while the belief stayed, is newer than this. */
function believed({ stateInfo: { evidence: _, ...belief } }: SessionInfo): Omit<SessionInfo['stateInfo'], 'evidence'> {
  return belief;
}

/** A turn's end in Kimi's own files. */
async function turnsEnded(dataFolder: string): Promise<number> {
  const home = join(dataFolder, 'demo/kimi/sessions');
  const files = (await readdir(home, { recursive: true })).filter((name) => name.endsWith('main/wire.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(join(home, name), 'utf8')));
  return texts.join('').split('"type":"turn.ended"').length - 1;
}

describe('the state of a Kimi', () => {
  it('is what it was after its engine was killed or ended, and what changed meanwhile is noticed', { timeout: 120_000 }, async () => {
    const dataFolder = await engineFolder();
    const cwd = join(dataFolder, 'project');
    await mkdir(cwd);

    const first = await startKillableEngine(dataFolder, { demo: true });
    const created = await first.call<SessionInfo>('session.create', { name: 'work', agent: 'kimi', cwd });
    const terminal = created.terminals[0]!.id;
    const trust = await becomes(shownBy(first), 'trust');
    await first.kill();

    const second = await startEngine({ dataFolder, demo: true });
    expect((await shown(second)()).stateInfo).toMatchObject(believed(trust));
    // The refusal comes after the new watch has read everything: what it then says is what it believes.
    await expect(second.client().session.send({ session: 'work', text: 'hello' })).rejects.toMatchObject({ data: { code: 'CONFLICT' } });
    expect((await shown(second)()).stateInfo).toMatchObject({ name: 'trust', since: trust.stateInfo.since });
    await pressKeys(dataFolder, terminal, '\r');
    await becomes(shown(second), 'idle');
    await second.engine.shutdown();

    const third = await startKillableEngine(dataFolder, { demo: true });
    await third.call('session.send', { session: 'work', text: 'hello' });
    await becomes(shownBy(third), 'finished');
    await third.call('session.mark', { session: created.id, as: 'read' });
    const finished = await shownBy(third)();
    await third.kill();

    const fourth = await startEngine({ dataFolder, demo: true });
    const states = await told(fourth);
    expect(await shown(fourth)()).toMatchObject({ unseen: false, stateInfo: believed(finished) });
    await fourth.client().session.send({ session: 'work', text: 'run a command' });
    const waiting = await becomes(shown(fourth), 'waiting');
    expect(states).not.toContain('finished');
    await fourth.engine.shutdown();

    const fifth = await startEngine({ dataFolder, demo: true });
    const statesOfFifth = await told(fifth);
    expect((await shown(fifth)()).stateInfo).toMatchObject(believed(waiting));
    await expect(fifth.client().session.send({ session: 'work', text: 'hello' })).rejects.toMatchObject({ data: { code: 'CONFLICT' } });
    expect((await shown(fifth)()).stateInfo).toMatchObject(believed(waiting));
    expect(new Set(statesOfFifth)).not.toContain('working');
    await fifth.engine.shutdown();

    const before = await turnsEnded(dataFolder);
    await pressKeys(dataFolder, terminal, '1');
    await until('the turn ends while no engine runs', async () => (await turnsEnded(dataFolder)) > before);
    const sixth = await startEngine({ dataFolder, demo: true });
    const end = await becomes(shown(sixth), 'finished');
    expect(end.unseen).toBe(true);
    expect(end.stateInfo.since).toBeGreaterThan(waiting.stateInfo.since);

    // Another mirror tells everything that Kimi ever said once more.
    const statesOfSixth = await told(sixth);
    const mirror = execFileSync('pgrep', ['-P', String(process.pid), '-f', `mirror.js --data ${dataFolder}`]).toString();
    process.kill(Number(mirror), 'SIGKILL');
    const help = () => sixth.client().session.send({ session: 'work', text: '/help' });
    await until('the screen is read again', () => help().catch(() => null));
    expect((await shown(sixth)()).stateInfo).toMatchObject({ name: 'finished', since: end.stateInfo.since });
    expect(new Set(statesOfSixth)).not.toContain('working');
  });
});

describe('the state of a shell', () => {
  it('keeps its age after its engine was killed', async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    await first.call<SessionInfo>('session.create', { name: 'work', agent: 'shell', cwd: '/' });
    const idle = await becomes(shownBy(first), 'idle');
    await first.kill();

    const second = await startEngine({ dataFolder });
    const states = await told(second);
    await second.client().session.send({ session: 'work', text: 'true' });
    expect((await shown(second)()).stateInfo).toMatchObject({ name: 'idle', since: idle.stateInfo.since });
    expect(new Set(states)).not.toContain('starting');
  });
});
