import { readdir, readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Peers } from '../../../src-main/holder/peers/peers.ts';
import { processes } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { killIfThere, openTestHolder, sharedHolder } from './support.ts';

const holder = sharedHolder();

/** Every process that the kernel knows as a child of this one, also those that have ended. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')));
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}

test('a daemon that a child left is the holder’s, and so known to be inside, whatever it did to itself', async () => {
  const child = await holder().sh("sh -c 'setsid env -i sleep 1000 & echo pid=$!'; cat");
  await child.output.until(() => /pid=\d+\s/.test(child.output.text));
  const pid = Number(/pid=(\d+)/.exec(child.output.text)?.[1]);
  onTestFinished(() => killIfThere(pid));
  const facts = await until('it was given to the holder', async () =>
    (await processes()).find((one) => one.pid === pid && one.parent === holder().pid && one.command.startsWith('sleep')),
  );
  expect(facts.session).not.toBe(child.info.pid);
  expect(await new Peers(holder().dataFolder).originOfProcess(pid)).toEqual({ kind: 'child', childId: null });
});

test('daemons that end are forgotten, and no child loses its exit over it', async () => {
  const own = await openTestHolder();
  const daemons = await own.sh("for i in 1 2 3 4 5 6 7 8; do sh -c 'setsid sleep 0.1 &'; done; echo all; cat");
  await daemons.output.untilText('all');
  const codes = await Promise.all(
    [...Array(12).keys()].map(async (code) => {
      const child = await own.sh(`sleep 0.${code}; exit ${code}`, { kind: code % 2 === 0 ? 'pty' : 'pipe' });
      return (await child.output.untilExit()).code;
    }),
  );
  expect(codes).toEqual([...Array(12).keys()]);
  await until('only the running child is left', async () => {
    const left = await childrenOf(own.pid);
    return left.length === 1 && left[0] === daemons.info.pid;
  });
});
