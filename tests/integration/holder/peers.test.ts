import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Peers } from '../../../src-main/holder/peers/peers.ts';
import { startTimeOf } from '../../../src-main/holder/process/process-list.ts';
import { isRunning, processes } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { killIfThere, openTestHolder, sharedHolder, type TestChild, testFolder } from './support.ts';

const holder = sharedHolder();
const peers = () => new Peers(holder().dataFolder);

/** The number that a child printed as `pid=…`. */
async function pidIn(child: TestChild): Promise<number> {
  await child.output.until(() => /pid=\d+\s/.test(child.output.text));
  const pid = Number(/pid=(\d+)/.exec(child.output.text)?.[1]);
  onTestFinished(() => killIfThere(pid));
  return pid;
}

const origin = (childId: string | null) => ({ kind: 'child', childId });

describe('a process inside a child', () => {
  test('is known when it is the child itself, and when it was started by one of its programs', async () => {
    const child = await holder().sh("sh -c 'echo pid=$$; exec cat'; :");
    expect(await peers().originOfProcess(await pidIn(child))).toEqual(origin(child.id));
    expect(await peers().originOfProcess(child.info.pid)).toEqual(origin(child.id));
  });

  test.each([
    ['was given to another parent', "sh -c 'sleep 1000 & echo pid=$!'; cat"],
    ['has a kernel session of its own', "setsid sh -c 'echo pid=$$; sleep 1000' & cat"],
    ['has an empty environment and another parent', "sh -c 'env -i sleep 1000 & echo pid=$!'; cat"],
  ])('is known when it %s', async (_what, line) => {
    const child = await holder().sh(line);
    expect(await peers().originOfProcess(await pidIn(child))).toEqual(origin(child.id));
  });

  test.each([1, -1])('is known when the clock was set by %s years since it was started', async (years) => {
    const child = await holder().sh('echo pid=$$; exec cat');
    const pid = await pidIn(child);
    vi.useFakeTimers({ now: Date.now() + years * 365 * 24 * 3600 * 1000, toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await peers().originOfProcess(pid)).toEqual(origin(child.id));
  });

  test('is known after the child itself has ended', async () => {
    const child = await holder().sh("trap '' HUP; sleep 1000 & echo pid=$!");
    const pid = await pidIn(child);
    await child.output.untilExit();
    expect(await isRunning(pid)).toBe(true);
    expect(await peers().originOfProcess(pid)).toEqual(origin(child.id));
  });

  test.each([
    ['by its mark and its new parent', "sh -c 'setsid sleep 1000 & echo pid=$!'; cat"],
    ['by its new parent alone', "sh -c 'env -i setsid sleep 1000 & echo pid=$!'; cat"],
  ])('is known to be inside when it is a daemon, %s, but not of which child', async (_what, line) => {
    const child = await holder().sh(line);
    const pid = await pidIn(child);
    await until('it is a daemon', async () => (await processes()).some((one) => one.pid === pid && one.session === pid));
    expect(await peers().originOfProcess(pid)).toEqual(origin(null));
  });

  test('is known to be inside by its mark when the holder that adopted it is gone', async () => {
    const own = await openTestHolder();
    const child = await own.sh("sh -c 'setsid sleep 1000 & echo pid=$!'; cat");
    const pid = await pidIn(child);
    await until('it is a daemon', async () => (await processes()).some((one) => one.pid === pid && one.session === pid));
    await own.killHard();
    await until('it has another parent', async () => (await processes()).some((one) => one.pid === pid && one.parent !== own.pid));
    expect(await new Peers(own.dataFolder).originOfProcess(pid)).toEqual(origin(null));
  });

  test('cannot make itself another child’s by its environment', async () => {
    const victim = await holder().sh('echo up; cat');
    await victim.output.untilText('up');
    const child = await holder().sh(`KIMI_SHELL_CHILD=${victim.id} sh -c 'echo pid=$$; exec cat'; :`);
    expect(await peers().originOfProcess(await pidIn(child))).toEqual(origin(child.id));
    const daemon = await holder().sh(`sh -c 'KIMI_SHELL_CHILD=${victim.id} setsid sleep 1000 & echo pid=$!'; cat`);
    const pid = await pidIn(daemon);
    await until('it is a daemon', async () => (await processes()).some((one) => one.pid === pid && one.session === pid));
    expect(await peers().originOfProcess(pid)).toEqual(origin(null));
  });
});

describe('a process outside', () => {
  test('is told apart, also when it carries the mark of a child of another data folder', async () => {
    expect(await peers().originOfProcess(process.pid)).toEqual({ kind: 'outside' });
    const marked = spawn('/bin/sleep', ['1000'], { env: { KIMI_SHELL_CHILD: 'trm_of_somebody_else' } });
    onTestFinished(() => {
      marked.kill('SIGKILL');
    });
    await once(marked, 'spawn');
    expect(await peers().originOfProcess(marked.pid ?? 0)).toEqual({ kind: 'outside' });
  });

  test('that has ended, or is in another namespace, cannot be seen', async () => {
    const gone = spawn('/bin/true');
    await once(gone, 'exit');
    await until('it is gone', async () => !(await isRunning(gone.pid ?? 0)));
    expect(await peers().originOfProcess(gone.pid ?? 0)).toEqual({ kind: 'hidden' });
    expect(await peers().originOfProcess(0)).toEqual({ kind: 'hidden' });
  });

  test('is not taken for a child that had its number before it, nor for one from before the machine was started', async () => {
    const folder = await testFolder();
    const spool = join(folder, 'spool', 'trm_early');
    await mkdir(spool, { recursive: true });
    // Leads a session of its own, with a number that a child is on record with.
    const leader = spawn('/bin/sleep', ['1000'], { detached: true });
    onTestFinished(() => {
      leader.kill('SIGKILL');
    });
    await once(leader, 'spawn');
    const pid = leader.pid ?? 0;
    const startTime = (await startTimeOf(pid)) ?? '';
    const record = (start: string) => writeFile(join(spool, 'process'), `${pid}\n${start}\n`);
    await record(`${Number(startTime) - 1}`);
    expect(await new Peers(folder).originOfProcess(pid)).toEqual({ kind: 'outside' });
    await record(startTime);
    expect(await new Peers(folder).originOfProcess(pid)).toEqual(origin('trm_early'));
    await utimes(join(spool, 'process'), 1, 1);
    expect(await new Peers(folder).originOfProcess(pid)).toEqual({ kind: 'outside' });
  });
});
