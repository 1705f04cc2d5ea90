import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEndedSessions } from '../../tests/support/many-sessions.ts';
import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import { openBenchWindow } from '../support/window.ts';

const SESSIONS = 5000;
/** CSS pixels a frame: a hard fling, in which every second frame shows none of the rows of the one before. */
const STEP = 400;
/** Frames of one run, which is a part of the list; the runs together are all of it. */
const FRAMES = 63;
/** A frame that takes longer is seen as a jerk, ms. */
const LIMIT_MS = 50;

/** W9: the longest frame while the list of 5,000 sessions is scrolled, from end to end in eight runs. */
export const list: Benchmark = {
  id: 'W9',
  title: `scrolling through ${SESSIONS} sessions, the longest frame`,
  peer: 'a frame that nobody sees',
  needs: [],
  pairs: 7,
  metrics: [
    {
      id: 'W9',
      unit: 'ms',
      bound: 'most',
      target: 1,
    },
  ],
  async open(): Promise<PairRunner> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    await writeEndedSessions(dataFolder, SESSIONS);
    const { window, close } = await openBenchWindow(dataFolder);
    const scroller = window.sessions.locator('[data-session-list]');
    await window.sessions.locator('[data-session]').first().waitFor();
    const all: number[] = [];
    let run = 0;
    return {
      ours: async () => {
        const frames = await scroller.evaluate(scrollThrough, { from: run * FRAMES * STEP, frames: FRAMES, step: STEP });
        run += 1;
        all.push(...frames);
        return { W9: Math.max(...frames) };
      },
      theirs: async () => ({ W9: LIMIT_MS }),
      notes: () => ({
        'frames of all runs': `${all.length}, p50 ${quantile(all, 0.5).toFixed(1)} ms, p99 ${quantile(all, 0.99).toFixed(1)} ms, above ${LIMIT_MS} ms: ${all.filter((ms) => ms > LIMIT_MS).length}`,
      }),
      verify: async () => {
        const last = await scroller.evaluate((list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 1);
        if (!last) throw new Error('the end of the list was not reached');
      },
      close,
    };
  },
};

/** Runs in the page. @returns ms from frame to frame */
function scrollThrough(list: Element, part: { readonly from: number; readonly frames: number; readonly step: number }): Promise<number[]> {
  list.scrollTop = part.from;
  return new Promise((done) => {
    const frames: number[] = [];
    let before = -1;
    const next = (now: number) => {
      if (before >= 0) frames.push(now - before);
      before = now;
      if (frames.length === part.frames) {
        done(frames);
        return;
      }
      list.scrollTop += part.step;
      requestAnimationFrame(next);
    };
    // The first frames are those of the way there.
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(next)));
  });
}
