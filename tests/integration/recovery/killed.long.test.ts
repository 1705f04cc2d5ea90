import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SessionInfo } from '../../../src-shared/contract/index.ts';
import { builtInstallation } from '../../support/build.ts';
import { cliCommand, kimiShell } from '../../support/cli.ts';
import { Ordeal } from '../../support/ordeal.ts';
import { expectedOutput, OutputVerifier } from '../../support/output-verifier.ts';
import { asOwner } from '../../support/owner-client.ts';
import { isRunning, processes } from '../../support/processes.ts';
import { readRecording } from '../../support/recording.ts';
import { until } from '../../support/until.ts';
import { nameOf, OUTCOMES } from './outcomes.ts';

let ordeal: Ordeal;
beforeAll(async () => {
  await builtInstallation();
  ordeal = await Ordeal.open();
}, 120_000);
afterAll(() => ordeal.close());

const kept = OUTCOMES.filter(({ killed }) => !killed.includes('holder'));
const holderLost = OUTCOMES.filter(({ killed }) => killed.includes('holder'));

const show = (session: string): Promise<SessionInfo> => asOwner(ordeal.app.dataFolder, (client) => client.session.show({ session }));
const suspended = (session: string, withinMs: number): Promise<SessionInfo> =>
  until(
    `${session} is said to be lost`,
    async () => {
      const found = await show(session);
      return found.terminals[0]?.lostHolder !== undefined && found;
    },
    withinMs,
  );

/** A program that ignores the hang-up of its terminal, and one that does not but leaves something behind that does. */
async function survivors(name: string): Promise<{ readonly hardy: SessionInfo; readonly leaver: SessionInfo }> {
  const make = (what: string, command: string) =>
    asOwner(ordeal.app.dataFolder, (client) =>
      client.session.create({ name: `${what} of ${name}`, agent: 'shell', cwd: '/', args: ['-c', command] }),
    );
  const hardy = await make('hardy', 'trap "" HUP; while :; do sleep 1; done');
  const leaver = await make('leaver', '(trap "" HUP; exec sleep 1000) & exec sleep 1001');
  for (const { pid } of [hardy.terminals[0]!, leaver.terminals[0]!]) {
    // Before that it would end by the signal: the trap is set before anything sleeps.
    await until('it sleeps', async () =>
      (await processes()).some(({ session, command }) => session === pid && /^sleep 1(000)?$/.test(command)),
    );
  }
  return { hardy, leaver };
}

const remove = (sessions: readonly string[]) =>
  Promise.all(sessions.map((session) => asOwner(ordeal.app.dataFolder, (client) => client.session.delete({ session, stop: true }))));

describe('kill -9 of', () => {
  test.each(kept.map((outcome) => ({ ...outcome, name: nameOf(outcome) })))('$name', async ({ killed, name, backMs }) => {
    await ordeal.begin(name);
    const { pid } = (await show(ordeal.session)).terminals[0]!;
    await ordeal.kill(...killed);
    if (killed.includes('engine')) await ordeal.app.start();
    await ordeal.goesOn(backMs);
    expect(await ordeal.wrongOnScreen(backMs)).toBe(0);
    await ordeal.eventsArrive(backMs);
    expect(ordeal.holes).toBe(0);
    expect(ordeal.seen).toMatchObject({ lost: 0, doubled: 0, corrupted: 0, named: 0 });
    expect((await show(ordeal.session)).terminals).toMatchObject([{ pid }]);
    await ordeal.leave();
    await remove([ordeal.session]);
  });

  test.each(holderLost.map((outcome) => ({ ...outcome, name: nameOf(outcome) })))('$name', async ({ killed, name, backMs }) => {
    await ordeal.begin(name);
    const { hardy, leaver } = await survivors(name);
    await ordeal.kill(...killed);
    await ordeal.leave();
    if (killed.includes('engine')) await ordeal.app.start();
    const fates = [ordeal.session, hardy.id, leaver.id];
    const [gone, survived, left] = await Promise.all(fates.map((session) => suspended(session, backMs)));
    expect(gone).toMatchObject({ state: 'exited', lifecycle: 'suspended', terminals: [{ lostHolder: 'gone' }] });
    const { pid } = hardy.terminals[0]!;
    expect(survived).toMatchObject({ state: 'exited', lifecycle: 'suspended', terminals: [{ lostHolder: 'survived', pid }] });
    expect(survived?.stateInfo.detail).toContain(String(pid));
    // Its program has ended; what is named is what that left behind.
    const after = left!.terminals[0]!;
    expect(after.lostHolder).toBe('survived');
    expect(after.pid).not.toBe(leaver.terminals[0]!.pid);
    expect(await isRunning(after.pid!)).toBe(true);

    // What was recorded is whole from its first byte on; of what was being written at that moment the rest is named, at the end.
    const { bytes, gaps } = await readRecording(ordeal.app.dataFolder, ordeal.session, 0);
    expect(gaps.map(({ from }) => from)).toEqual(gaps.length === 0 ? [] : [bytes.length]);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.equals(expectedOutput('seed', 0, bytes.length))).toBe(true);
    expect(ordeal.seen).toMatchObject({ lost: 0, doubled: 0, corrupted: 0 });
    await ordeal.eventsArrive(backMs);
    expect(ordeal.holes).toBe(0);
    await remove(fates);
    expect(await isRunning(pid!)).toBe(false);
    expect(await isRunning(after.pid!)).toBe(false);
  });
});

test('tail --follow goes on over a gateway and an engine that are killed, starts none, and says only of the engine that it waits', async () => {
  await ordeal.begin('tailed');
  const { file, args, env } = cliCommand(ordeal.app.dataFolder, ['session', 'tail', ordeal.session, '--from', '0', '--follow']);
  const tail = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(tail, 'close');
  onTestFinished(() => void tail.kill('SIGKILL'));
  const verifier = new OutputVerifier();
  let said = '';
  tail.stdout.on('data', (chunk: Buffer) => verifier.data(verifier.result.end, chunk));
  tail.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const goesOn = async () => {
    await ordeal.goesOn();
    const { end } = ordeal.seen;
    await until('the copy goes on', () => verifier.result.end > end);
  };
  await goesOn();
  await ordeal.kill('gateway');
  await goesOn();
  expect(said).toBe('');
  await ordeal.kill('engine');
  await until('it says that it waits', () => said.includes('Waiting for the engine'));
  expect((await kimiShell(ordeal.app.dataFolder, ['serve', '--stop'])).stderr).toContain('ENGINE_UNREACHABLE');
  await ordeal.app.start();
  await goesOn();
  expect(verifier.result).toMatchObject({ lost: 0, doubled: 0, corrupted: 0, named: 0 });
  await remove([ordeal.session]);
  expect(await gone).toEqual([0, null]);
  expect(said.match(/Waiting/g)).toHaveLength(1);
  await ordeal.leave();
});

test('what survived a holder is named by every engine after it and by the command line, and ends when it is told to', async () => {
  const { dataFolder } = ordeal.app;
  const { hardy, leaver } = await survivors('again');
  const { pid } = hardy.terminals[0]!;
  await ordeal.kill('holder');
  const [, left] = await Promise.all([hardy.id, leaver.id].map((session) => suspended(session, 10_000)));
  const after = left!.terminals[0]!.pid!;
  await ordeal.kill('engine');
  await ordeal.app.start();

  expect((await kimiShell(dataFolder, ['session', 'show', hardy.id])).stdout.toString()).toContain(`${pid} still runs, without a terminal`);
  expect((await kimiShell(dataFolder, ['session', 'list', '--all'])).stdout.toString()).toContain(`process ${pid}`);
  expect((await show(leaver.id)).terminals).toMatchObject([{ lostHolder: 'survived', pid: after }]);

  // One that ends by itself is not said to run.
  process.kill(after, 'SIGKILL');
  await until('it is gone', async () => !(await isRunning(after)));
  await ordeal.kill('engine');
  await ordeal.app.start();
  expect((await show(leaver.id)).terminals).toMatchObject([{ lostHolder: 'gone' }]);

  await asOwner(dataFolder, (client) => client.session.stop({ session: hardy.id }));
  expect(await isRunning(pid!)).toBe(false);
  const again = await asOwner(dataFolder, (client) => client.session.restart({ session: hardy.id }));
  expect(again.terminals[1]).toMatchObject({ lostHolder: 'gone' });
  await remove([hardy.id, leaver.id]);
});
