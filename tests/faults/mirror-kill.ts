import { setTimeout as pause } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { connectViewer } from '../../src-main/gateway/client.ts';
import { startHeadlessApp } from '../support/headless-app.ts';
import { LINE_BYTES } from '../support/output-generator.mjs';
import { expectedOutput, OutputVerifier } from '../support/output-verifier.ts';
import { asOwner } from '../support/owner-client.ts';
import { processes } from '../support/processes.ts';
import { readOn, startGenerator } from './generator-session.ts';
import type { FaultSuite } from './types.ts';

const RATE = 2 ** 20;
const LONGEST_LIFE_MS = 300;
const LOOK_AGAIN_MS = 20;
/** A mirror that does not come back within this is a failure, ms. */
const BACK_WITHIN_MS = 15_000;

/** Process id of the mirror that a host runs. */
async function mirrorOf(host: number): Promise<number | undefined> {
  return (await processes()).find((facts) => facts.parent === host && facts.command.includes('mirror.js'))?.pid;
}

async function newMirrorOf(host: number, old: number): Promise<number> {
  const deadline = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    const pid = await mirrorOf(host);
    if (pid !== undefined && pid !== old) return pid;
    if (performance.now() > deadline) throw new Error(`no new mirror within ${BACK_WITHIN_MS} ms after ${old} was killed`);
    await pause(LOOK_AGAIN_MS);
  }
}

/** Compares the lines of a snapshot with the ones that were printed just before its offset. Resolves with wrong bytes. */
async function wrongOnScreen(url: string, ticket: string): Promise<number> {
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true });
  const seen = Promise.withResolvers<number>();
  const viewer = await connectViewer({
    url,
    ticket,
    mode: 'screen',
    onMessage: (message) => {
      if (message.type !== 'snapshot') return;
      terminal.resize(message.cols, message.rows);
      const { offset, data } = message;
      return new Promise((parsed) => {
        terminal.write(data, () => {
          seen.resolve(offset);
          parsed();
        });
      });
    },
  });
  const offset = await seen.promise;
  viewer.close();
  await viewer.closed;
  const buffer = terminal.buffer.active;
  const cursorLine = buffer.baseY + buffer.cursorY;
  // Lines above the cursor's are whole; the last of them ends at the last line end before the snapshot's offset.
  const whole = Math.floor(offset / LINE_BYTES);
  let wrong = 0;
  for (let back = 1; back <= Math.min(whole, cursorLine); back++) {
    const shown = buffer.getLine(cursorLine - back)?.translateToString(true) ?? '';
    const printed = expectedOutput('seed', (whole - back) * LINE_BYTES, (whole - back + 1) * LINE_BYTES - 2).toString('latin1');
    if (shown !== printed) wrong += LINE_BYTES;
  }
  if (whole > 0 && cursorLine === 0) throw new Error('an empty snapshot although lines were printed');
  terminal.dispose();
  return wrong;
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
