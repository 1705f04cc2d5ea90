import { expect, test } from '../../support/e2e.ts';
import { countOf, FRAMES, TIMERS, timelineOf } from '../../support/timeline.ts';

const NAMES = ['one', 'two', 'three', 'four'];
/** Two heartbeats of the engine, and some. */
const REST_MS = 12_000;
const MINUTE_MS = 60_000;

test.use({ appOptions: { demo: false } });
test.setTimeout(5 * MINUTE_MS);

test('a window at rest fires no timer and draws no frame', { tag: '@long' }, async ({ folder, openWindow }) => {
  const window = await openWindow();
  for (const name of NAMES) await (await window.start({ agent: 'shell', folder, name })).ready();
  await window.page.keyboard.press('Control+Shift+E');
  await window.show('one');

  // Ages of less than a minute change each second, older ones on the minute: that somebody can see. Begin when neither comes up.
  const ages = window.page.locator('time');
  await expect.poll(async () => (await ages.allTextContents()).filter((age) => /\d\s*s/.test(age)), { timeout: 2 * MINUTE_MS }).toEqual([]);
  await expect.poll(() => Date.now() % MINUTE_MS, { timeout: MINUTE_MS, intervals: [500] }).toBeLessThan(MINUTE_MS / 2);
  await expect.poll(() => Date.now() % MINUTE_MS, { intervals: [500] }).toBeGreaterThan(2_000);

  const rest = await timelineOf(window.page, () => new Promise((rested) => setTimeout(rested, REST_MS)));
  expect(countOf(rest, [...TIMERS, ...FRAMES])).toEqual({});
  // The engine was heard meanwhile, so the recording is of this page.
  expect(countOf(rest, ['WebSocketReceive']).WebSocketReceive).toBeGreaterThan(0);

  const typed = await timelineOf(window.page, async () => {
    await window.page.keyboard.type('x');
    await window.terminal('one').shows('x');
  });
  expect(countOf(typed, FRAMES).Paint).toBeGreaterThan(0);
});
