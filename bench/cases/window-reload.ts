import type { Page } from '@playwright/test';
import type { Benchmark, PairRunner } from '../harness.ts';
import { SMALL } from '../peers/bare-page.ts';
import { openBeside } from '../support/beside.ts';

const LINES = 10_000;
const LAST = 'the last line: R';
const LINE = `seq -f 'line %.0f of many' ${LINES}; printf '${LAST}'; exec cat`;

/** W5: a page that is loaded again, until the last of 10,000 lines is on the screen. */
export const windowReload: Benchmark = {
  id: 'W5',
  title: `reload with ${LINES} lines until the last one is on the screen`,
  peer: 'a bare page, 100k/5k, which replays all bytes',
  needs: ['seq', 'cat'],
  pairs: 7,
  metrics: [{ id: 'W5', unit: 'ms', bound: 'most', target: 1.3 }],
  async open(): Promise<PairRunner> {
    const beside = await openBeside();
    const window = await beside.session('lines', LINE);
    const bare = await beside.bare(SMALL, LINE, window);
    let kept = 0;
    return {
      ours: async () => {
        const took = await reload(window.page);
        const { terminal } = await beside.shown('lines');
        kept = await terminal.evaluate(({ buffer }) => buffer.active.length);
        return { W5: took };
      },
      theirs: async () => ({ W5: await reload(bare.page) }),
      notes: () => ({ 'lines in our buffer after it': String(kept) }),
      close: beside.close,
    };
  },
};

/** @returns ms from the beginning of the navigation to the frame that finds the last line in the page */
async function reload(page: Page): Promise<number> {
  await page.bringToFront();
  await page.reload({ waitUntil: 'commit' });
  const found = await page.waitForFunction((wanted) => {
    const text = document.querySelector('.xterm-rows')?.textContent?.replaceAll('\u00a0', ' ');
    return text?.includes(wanted) === true && performance.now();
  }, LAST);
  return Number(await found.jsonValue());
}
