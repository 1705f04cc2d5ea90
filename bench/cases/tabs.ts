import type { Page } from '@playwright/test';
import { asOwner } from '../../tests/support/owner-client.ts';
import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import { openBenchWindow } from '../support/window.ts';

const SWITCHES = 40;
/** Longer is felt as waiting, ms. */
const LIMIT_MS = 50;
const NAMES = ['left', 'right'] as const;
const lastLine = (name: string) => `last line of ${name}`;

/** W8: from the key that changes tabs to the other terminal's last line on the screen, p95. */
export const tabs: Benchmark = {
  id: 'W8',
  title: 'switching tabs, from the key to the last line drawn, p95',
  peer: 'a wait that nobody feels',
  needs: ['seq'],
  pairs: 7,
  metrics: [{ id: 'W8', unit: 'ms', bound: 'most', target: 1 }],
  async open(): Promise<PairRunner> {
    const { app, window, close } = await openBenchWindow();
    for (const name of NAMES) {
      const line = `seq 2000; printf '${lastLine(name)}'; exec cat`;
      await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: '/', args: ['-c', line] }));
      await (await window.show(name)).shows(lastLine(name));
    }
    const all: number[] = [];
    let at = NAMES.length - 1;
    return {
      ours: async () => {
        const took: number[] = [];
        for (let i = 0; i < SWITCHES; i += 1) {
          at = (at + 1) % NAMES.length;
          took.push(await switchTo(window.page, NAMES[at] ?? ''));
        }
        all.push(...took);
        return { W8: quantile(took, 0.95) };
      },
      theirs: async () => ({ W8: LIMIT_MS }),
      notes: () => ({ 'all switches': `p50 ${quantile(all, 0.5).toFixed(1)} ms, longest ${Math.max(...all).toFixed(1)} ms` }),
      close,
    };
  },
};

/** Presses the key of the next tab and measures in the page. @returns ms from the key's event to the frame after the line was in the page */
async function switchTo(page: Page, name: string): Promise<number> {
  const drawn = await page.evaluateHandle(
    ([label, wanted]) => {
      const measured = new Promise<number>((done) => {
        const look = (pressed: number) => {
          const region = document.querySelector(`section[aria-label="${label}"]`);
          const shown = region?.checkVisibility({ visibilityProperty: true }) === true;
          const text = (shown && region.querySelector('.xterm-rows')?.textContent) || '';
          // What is in the page at the beginning of a frame's callbacks is drawn by that frame; the next one says that it was.
          if (text.replaceAll('\u00a0', ' ').includes(wanted)) requestAnimationFrame(() => done(performance.now() - pressed));
          else requestAnimationFrame(() => look(pressed));
        };
        const pressed = (event: KeyboardEvent) => {
          if (event.code !== 'Period') return;
          removeEventListener('keydown', pressed, true);
          look(event.timeStamp);
        };
        addEventListener('keydown', pressed, true);
      });
      return { measured };
    },
    [`Terminal of ${name}`, lastLine(name)] as const,
  );
  await page.keyboard.press('Control+Shift+Period');
  return drawn.evaluate(({ measured }) => measured);
}
