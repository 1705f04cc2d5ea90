import type { Page } from '@playwright/test';
import { expect, test } from '../../support/e2e.ts';
import type { TerminalView } from '../../support/window/terminal-view.ts';

/** Frames in which a terminal's rows became others, for a second, and for how long it was looked (ms). */
function framesOf({ region }: TerminalView) {
  return region.locator('.xterm-rows').evaluate(
    (rows) =>
      new Promise<{ readonly frames: number; readonly ms: number }>((done) => {
        let frames = 0;
        let changed = false;
        const watch = new MutationObserver(() => {
          changed = true;
        });
        watch.observe(rows, { subtree: true, childList: true, characterData: true });
        const start = performance.now();
        const look = (): void => {
          if (changed) frames += 1;
          changed = false;
          const ms = performance.now() - start;
          if (ms < 1000) requestAnimationFrame(look);
          else {
            watch.disconnect();
            done({ frames, ms });
          }
        };
        requestAnimationFrame(look);
      }),
  );
}

/** Types letters, far less than half a second apart, for as long as something takes. */
async function typeDuring<T>(page: Page, work: () => Promise<T>): Promise<T> {
  await page.keyboard.press('x');
  let over = false;
  const done = work().finally(() => {
    over = true;
  });
  while (!over) await page.keyboard.press('x');
  return done;
}

test('a terminal that floods beside somebody’s hands is drawn ten times a second, and then as often as there is something to draw', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const keys = await window.start({ agent: 'shell', folder, name: 'keys' });
  await page.keyboard.press('Control+Shift+E');
  const flood = await window.start({ agent: 'shell', folder, name: 'flood' });
  await flood.run('while :; do seq -f "%.0f of a flood that nobody reads" 20000; done');
  await keys.focus();
  const { frames, ms } = await typeDuring(page, () => framesOf(flood));
  // It goes on, and one frame more than fit may have been on its way.
  expect(frames).toBeGreaterThan(2);
  expect(frames).toBeLessThanOrEqual(ms / 100 + 1);
  await keys.shows('xxx');

  // Whoever goes there sees where it stands.
  await flood.focus();
  await page.keyboard.press('Control+C');
  await flood.ready();
});
