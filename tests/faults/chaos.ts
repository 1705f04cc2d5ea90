import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { socketPath } from '../../src-main/holder/endpoint.ts';
import { Ordeal, type Part } from '../support/ordeal.ts';
import type { FaultSuite } from './types.ts';

/** Longest time between two faults, ms. */
const LONGEST_CALM_MS = 300;
/** Longest that a process stands still in the mix; ten seconds are tried by `stop`. */
const LONGEST_STOP_MS = 2000;

/** Resolves with the bytes that were found wrong by it. */
type Action = (ordeal: Ordeal, random: () => number) => Promise<number>;

const killed =
  (...parts: readonly Part[]): Action =>
  async (ordeal) => {
    await ordeal.kill(...parts);
    if (parts.includes('engine')) await ordeal.app.start();
    return 0;
  };

const stopped =
  (part: Exclude<Part, 'gateway'>): Action =>
  async (ordeal, random) => {
    await ordeal.stopFor(part, random() * LONGEST_STOP_MS);
    return 0;
  };

const deleted =
  (pathIn: (dataFolder: string) => string): Action =>
  async (ordeal) => {
    await rm(pathIn(ordeal.app.dataFolder), { recursive: true, force: true });
    return 0;
  };

const holderLost =
  (...others: readonly Exclude<Part, 'holder'>[]): Action =>
  async (ordeal) => {
    const wrong = await ordeal.loseHolder(others);
    await ordeal.begin('another');
    return wrong;
  };

const ACTIONS: readonly (readonly [name: string, action: Action])[] = [
  ['kill gateway', killed('gateway')],
  ['kill mirror', killed('mirror')],
  ['kill engine', killed('engine')],
  ['kill gateway and mirror', killed('gateway', 'mirror')],
  ['kill mirror and engine', killed('mirror', 'engine')],
  ['kill holder', holderLost()],
  ['kill holder and gateway', holderLost('gateway')],
  ['kill holder and mirror', holderLost('mirror')],
  ['kill holder and engine', holderLost('engine')],
  ['stop engine', stopped('engine')],
  ['stop holder', stopped('holder')],
  ['stop mirror', stopped('mirror')],
  ['delete the engine’s socket', deleted((folder) => socketPath(folder, 'engine'))],
  ['delete all sockets', deleted((folder) => join(folder, 'run'))],
  ['delete the runtime', deleted((folder) => join(folder, 'runtime'))],
];

/**
 * Random faults, one or two at once, under a session that prints: after each round the viewer has gone on from its byte, a fresh
 * screen shows what was printed, and the events have no hole.
 */
export const chaos: FaultSuite = async ({ rounds, budgetMs, random, report }) => {
  const ordeal = await Ordeal.open();
  const deadline = performance.now() + budgetMs;
  const pick = () => ACTIONS[Math.floor(random() * ACTIONS.length)] ?? ACTIONS[0];
  let done = 0;
  let wrong = 0;
  try {
    await ordeal.begin('chaos');
    for (; done < rounds && performance.now() < deadline; done++) {
      const chosen = [pick(), pick()].slice(0, random() < 0.5 ? 1 : 2).filter((action) => action !== undefined);
      const what = chosen.map(([name]) => name).join(', ');
      try {
        for (const [, action] of chosen) {
          // The moment is the experiment itself: nothing is waited for.
          await pause(random() * LONGEST_CALM_MS);
          wrong += await action(ordeal, random);
        }
        await ordeal.goesOn();
        wrong += await ordeal.wrongOnScreen();
        await ordeal.eventsArrive();
      } catch (error) {
        throw new Error(`round ${done + 1} (${what})`, { cause: error });
      }
      if (ordeal.holes > 0) throw new Error(`round ${done + 1} (${what}): ${ordeal.holes} holes in the events`);
      if ((done + 1) % 10 === 0) report(`${done + 1} rounds, ${ordeal.seenInAll.right} bytes right, ${wrong} wrong on screens`);
    }
    const { lost, named, doubled, corrupted, right } = ordeal.seenInAll;
    report(`${right} bytes right`);
    return { rounds: done, lost: lost + named, doubled, corrupted: corrupted + wrong };
  } finally {
    await ordeal.close();
  }
};
