import { setTimeout as pause } from 'node:timers/promises';
import { readOn, startGenerator } from '../support/generator-session.ts';
import { mirrorOf, startHeadlessApp } from '../support/headless-app.ts';
import { OutputVerifier } from '../support/output-verifier.ts';
import { asOwner } from '../support/owner-client.ts';
import { wrongOnScreen } from '../support/shown-lines.ts';
import type { FaultSuite } from './types.ts';

const RATE = 2 ** 20;
const LONGEST_LIFE_MS = 300;
const LOOK_AGAIN_MS = 20;
/** A mirror that does not come back within this is a failure, ms. */
const BACK_WITHIN_MS = 15_000;

async function newMirrorOf(host: number, old: number): Promise<number> {
  const deadline = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    const pid = await mirrorOf(host);
    if (pid !== undefined && pid !== old) return pid;
    if (performance.now() > deadline) throw new Error(`no new mirror within ${BACK_WITHIN_MS} ms after ${old} was killed`);
    await pause(LOOK_AGAIN_MS);
  }
}

/**
 * kill -9 of the mirror at random moments while a program prints: a reader of the raw bytes must notice nothing, and the next
 * mirror's snapshot must show exactly the lines that were printed before the byte at which it says it stands.
 */
export const mirrorKill: FaultSuite = async ({ rounds, budgetMs, random, report }) => {
  const app = await startHeadlessApp();
  const verifier = new OutputVerifier();
  const deadline = performance.now() + budgetMs;
  let done = 0;
  let wrong = 0;
  try {
    const session = await startGenerator(app, RATE);
    const viewer = await readOn(app, session, verifier);
    for (; done < rounds && performance.now() < deadline; done++) {
      const mirror = await mirrorOf(app.pid);
      if (mirror === undefined) throw new Error('the host runs no mirror');
      await pause(random() * LONGEST_LIFE_MS);
      process.kill(mirror, 'SIGKILL');
      await newMirrorOf(app.pid, mirror);
      const { url, ticket } = await asOwner(app.dataFolder, (client) => client.terminal.attach({ session, rights: 'read' }));
      wrong += await wrongOnScreen(url, ticket);
      if ((done + 1) % 25 === 0) report(`${done + 1} rounds, ${verifier.result.right} bytes right, ${wrong} wrong on screens`);
    }
    viewer.close();
    const { lost, named, doubled, corrupted, right } = verifier.result;
    if (right === 0) throw new Error('nothing was read: the run proves nothing');
    return { rounds: done, lost: lost + named, doubled, corrupted: corrupted + wrong };
  } finally {
    await app.close();
  }
};
