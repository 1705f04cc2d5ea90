import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectViewer } from '#main/gateway/client.ts';
import { builtInstallation } from '../../support/build.ts';
import { kimiShell } from '../../support/cli.ts';
import { Ordeal } from '../../support/ordeal.ts';
import { asOwner } from '../../support/owner-client.ts';
import { type SettableClock, settableClock } from '../../support/settable-clock.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
/** What may be logged about a jump; a storm would be thousands of lines. */
const FEW_LINES = 20;

let folder = '';
let clock: SettableClock;
let ordeal: Ordeal;
beforeAll(async () => {
  await builtInstallation();
  folder = await mkdtemp(join(tmpdir(), 'kimi-shell-clock-'));
  clock = await settableClock(folder);
  ordeal = await Ordeal.open(clock.env);
  await ordeal.begin('timeless');
}, 120_000);
afterAll(async () => {
  await ordeal.close();
  await rm(folder, { recursive: true, force: true });
});

const logLines = async () => (await readFile(join(ordeal.app.dataFolder, 'logs/engine.log'), 'utf8')).split('\n').length;
const startedAt = async (name: string): Promise<number> => {
  const made = await asOwner(ordeal.app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: '/' }));
  return made.createdAt;
};

test.each([
  ['an hour forward', HOUR],
  ['an hour back', -HOUR],
  ['a day forward', DAY],
  ['a day back', -DAY],
  ['a year forward', YEAR],
  ['a year back', -YEAR],
])('a clock that is set %s in a running session stops, loses and expires nothing', async (name, seconds) => {
  const { dataFolder } = ordeal.app;
  const before = await logLines();
  const { session } = ordeal;
  const { url, ticket } = await asOwner(dataFolder, (client) => client.terminal.attach({ session, rights: 'read' }));
  const worker = await asOwner(dataFolder, (client) =>
    client.session.create({ name: `stopped ${name}`, agent: 'shell', cwd: '/', args: ['-c', 'exec sleep 1000'] }),
  );

  await clock.set(seconds);
  // The jump has really happened to them.
  expect(Math.abs((await startedAt(`made ${name}`)) - (Date.now() + seconds * 1000))).toBeLessThan(60_000);
  const viewer = await connectViewer({ url, ticket, mode: 'screen', onMessage: () => undefined });
  viewer.close();
  await viewer.closed;
  await ordeal.goesOn();
  expect(await ordeal.wrongOnScreen()).toBe(0);
  await ordeal.eventsArrive();

  // What was started before the jump and is ended after it was ended by the person, and comes before what is started now.
  await asOwner(dataFolder, (client) => client.session.stop({ session: worker.id, force: true }));
  const stopped = await asOwner(dataFolder, (client) => client.session.show({ session: worker.id }));
  expect(stopped).toMatchObject({ state: 'exited', stateInfo: { detail: 'stopped by you' } });
  // The holder, whose word that is, has the same clock.
  expect(Math.abs(stopped.terminals[0]!.exit!.at - (Date.now() + seconds * 1000))).toBeLessThan(60_000);
  const again = await asOwner(dataFolder, (client) => client.session.restart({ session: worker.id }));
  expect(again.terminals.map(({ id }) => id)).toEqual([expect.not.stringMatching(worker.terminals[0]!.id), worker.terminals[0]!.id]);
  expect((await kimiShell(dataFolder, ['session', 'show', worker.id])).code).toBe(0);

  await clock.set(0);
  await ordeal.goesOn();
  await ordeal.eventsArrive();
  expect(ordeal.holes).toBe(0);
  expect(ordeal.seen).toMatchObject({ lost: 0, doubled: 0, corrupted: 0, named: 0 });
  expect((await logLines()) - before).toBeLessThan(FEW_LINES);
});

test('an engine that is started a year later by its clock finds everything as it was', async () => {
  await clock.set(YEAR);
  await ordeal.kill('engine', 'mirror');
  await ordeal.app.start();
  await ordeal.goesOn();
  expect(await ordeal.wrongOnScreen()).toBe(0);
  await ordeal.eventsArrive();
  expect(ordeal.holes).toBe(0);
  expect(ordeal.seen).toMatchObject({ lost: 0, doubled: 0, corrupted: 0, named: 0 });
});
