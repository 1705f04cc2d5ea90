import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import type { EngineEvent, SessionInfo } from '../../../src-shared/contract/index.ts';
import { EventPosition } from '../../../src-shared/events/follow.ts';
import { until } from '../../support/until.ts';
import { killHard, type Person, person } from './support.ts';

const SESSIONS = ['one', 'two', 'three'];
const RENAMES = 6;

/** `session list --follow --json` in a process of its own. */
function follow(p: Person, ...more: readonly string[]) {
  const child = spawn(p.node, [p.cli, 'session', 'list', '--follow', '--json', ...more], { cwd: p.dataFolder, env: p.env });
  const events: EngineEvent[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line) as EngineEvent));
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const gone = once(child, 'close');
  const end = async () => {
    child.kill('SIGINT');
    await gone;
  };
  onTestFinished(end);
  return { events, complaints, end };
}

/** Changes a session again and again, over whatever becomes of the engine; a command starts one where none is. */
async function rename(p: Person, id: string, name: string): Promise<void> {
  for (let i = 1; i <= RENAMES; i += 1) {
    await until(`${name} is renamed`, async () => (await p.run(['session', 'rename', id, `${name} ${i}`])).code === 0, 60_000);
  }
}

const nameTold = (events: readonly EngineEvent[], id: string) =>
  events.findLast((event) => event.type === 'session.changed' && event.session.id === id);

it('follows sessions over an engine that is killed while several people write, with every event once', async () => {
  const p = await person();
  const ids: string[] = [];
  for (const name of SESSIONS) {
    ids.push((await p.json<SessionInfo>(['session', 'create', name, '--agent', 'shell'])).id);
  }
  const { events, complaints, end } = follow(p);
  await until('the sessions are told', () => events.length > 0);

  const writing = Promise.all(ids.map((id, i) => rename(p, id, SESSIONS[i] ?? '')));
  const killed: number[] = [];
  for (const share of [0.3, 0.6]) {
    const target = Math.floor(SESSIONS.length * RENAMES * share);
    await until('some of it is told', () => events.length > target, 60_000);
    const pid = await until('an engine runs', () => p.enginePid().then((found) => (killed.includes(found ?? 0) ? null : found)), 60_000);
    killed.push(pid);
    killHard(pid);
  }
  await writing;
  await until('the last names are told', () =>
    ids.every((id, i) => {
      const told = nameTold(events, id);
      return told?.type === 'session.changed' && told.session.name === `${SESSIONS[i]} ${RENAMES}`;
    }),
  );
  killHard((await p.enginePid())!);
  await until('it is said that the engine is away', () => complaints.some((line) => line.includes('engine')));
  await end();

  expect(events.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
  const position = new EventPosition();
  expect(events.map((event) => position.take(event)).filter((verdict) => verdict !== 'apply')).toEqual([]);
  expect((await p.run(['session', 'list'])).code).toBe(0);
  // Who names the last event that he has goes on after it, in a process of its own.
  const middle = events[Math.floor(events.length / 2)]?.seq ?? 0;
  const later = follow(p, '--after', String(middle));
  const rest = events.filter(({ seq }) => (seq ?? 0) > middle);
  await until('the rest is told again', () => later.events.length >= rest.length);
  expect(later.events.slice(0, rest.length)).toEqual(rest);
}, 180_000);

it('says what it cannot do before it follows anything', async () => {
  const p = await person();
  expect(await p.run(['session', 'list', '--after', '3'])).toMatchObject({ code: 2, stdout: '' });
  expect(await p.run(['session', 'list', '--follow', '--after', 'x'])).toMatchObject({ code: 2, stdout: '' });
  expect(await p.enginePid()).toBeNull();
});
