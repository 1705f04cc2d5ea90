import { setTimeout as pause } from 'node:timers/promises';
import { readOn, startGenerator } from '../support/generator-session.ts';
import { startHeadlessApp } from '../support/headless-app.ts';
import { OutputVerifier } from '../support/output-verifier.ts';
import type { FaultSuite } from './types.ts';

// Output is in flight at every kill, and a reader that is away for the seconds of a start keeps up well within the 64 MiB that are kept.
const RATE = 512 * 2 ** 10;
/** Longest time between start and kill, ms: from "not yet attached" to "streaming for a while". */
const LONGEST_LIFE_MS = 500;

/**
 * kill -9 of the engine's host (engine, gateway and doors in one process) at random moments while a program prints: after each
 * start a reader goes on at the byte where it was cut off, and every byte from the first to the last must have come once.
 */
export const engineKill: FaultSuite = async ({ rounds, budgetMs, random, report }) => {
  const app = await startHeadlessApp();
  const verifier = new OutputVerifier();
  const deadline = performance.now() + budgetMs;
  let done = 0;
  try {
    const session = await startGenerator(app, RATE);
    for (; done < rounds && performance.now() < deadline; done++) {
      const viewer = await readOn(app, session, verifier);
      // The moment of the kill is the experiment itself: nothing is waited for.
      await pause(random() * LONGEST_LIFE_MS);
      await app.killHard();
      await viewer.closed;
      await app.start();
      if ((done + 1) % 25 === 0) report(`${done + 1} rounds, ${verifier.result.right} bytes right`);
    }
    // What was printed while the last engine was dead must be there too.
    const viewer = await readOn(app, session, verifier);
    while (verifier.result.end < viewer.end) await pause(10);
    viewer.close();
    const { lost, named, doubled, corrupted, right } = verifier.result;
    report(`${right} bytes right, ${named} named as missing`);
    if (right === 0) throw new Error('nothing was read: the run proves nothing');
    // Nothing had to be dropped here, so a named gap is a loss as well.
    return { rounds: done, lost: lost + named, doubled, corrupted };
  } finally {
    await app.close();
  }
};
