import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../../support/e2e.ts';
import { writeEndedSessions } from '../../support/many-sessions.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';
import type { AppWindow } from '../../support/window/app-window.ts';

const SESSIONS = 5000;
/** The list is 740 px high, a row 40 px; ten more are drawn on each side, and the row that Tab stops at. */
const DRAWN = 45;
/** What a key may take until the window shows its answer, ms. */
const ANSWER_MS = 100;

const dataFolder = () => mkdtemp(join(tmpdir(), 'kimi-shell-many-'));
const rowsOf = (window: AppWindow) => window.sessions.locator('[data-session]');
const listOf = (window: AppWindow) => window.sessions.locator('[data-session-list]');
/** The place in the list of the row that has the focus, counted with the headings from 1. */
const placeOf = (row: Locator) => row.evaluate((element) => Number(element.closest('li')?.getAttribute('aria-posinset')));

// Five thousand rows by keys take half a minute, and on a busy machine more.
test.setTimeout(4 * 60_000);

test('five thousand sessions are walked, searched, arranged and opened like five @long', async ({ startApp, openWindowOf, folder }) => {
  const filled = await dataFolder();
  await writeEndedSessions(filled, SESSIONS);
  const app = await startApp({ dataFolder: filled });
  // One that lives, in the middle of the others.
  await asOwner(filled, async (client) => {
    const real = await client.session.create({ name: 'the living one', agent: 'shell', cwd: folder });
    await client.session.move({ session: real.id, where: 'after', other: 'session 2510 of many' });
  });
  const window = await openWindowOf(app);
  const { page } = window;
  const rows = rowsOf(window);
  const focused = window.sessions.locator('[data-session]:focus');

  // Only what is in sight is drawn; what was pinned comes first, then the person's groups in the order of their numbers.
  await expect(rows.first()).toContainText('session 0 of many');
  expect(await rows.count()).toBeLessThan(DRAWN);
  const total = Number(await window.sessions.getByRole('listitem').first().getAttribute('aria-setsize'));
  await expect(window.sessions.locator('[data-group]').first()).toContainText(text('window.group.pinned'));

  // From the first to the last by keys alone, always downwards, over every row and heading.
  await page.keyboard.press('Control+Shift+L');
  await page.keyboard.press('Home');
  await expect(focused).toContainText('session 0 of many');
  const walked = [await placeOf(focused)];
  for (let more = true; more; ) {
    for (let pages = 0; pages < 5; pages += 1) await page.keyboard.press('PageDown');
    await expect(focused).toHaveCount(1);
    const at = await placeOf(focused);
    more = at !== walked.at(-1);
    if (more) walked.push(at);
  }
  expect(walked).toEqual(walked.toSorted((a, b) => a - b));
  expect(walked.at(-1)).toBe(total);
  expect(walked.length).toBeGreaterThanOrEqual(SESSIONS / 50);
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  expect(await placeOf(focused)).toBe(total);

  // What is read stays where it is while rows above it come, go and change.
  await listOf(window).evaluate((list) => {
    list.scrollTop = list.scrollHeight / 2;
  });
  const read = await middleRow(window);
  await asOwner(filled, async (client) => {
    // These stand near the end, and come to the top; a session changes its name, and a new one comes last.
    for (const session of ['session 4999 of many', 'session 4998 of many']) await client.session.pin({ session });
    await client.session.rename({ session: 'session 0 of many', name: 'another name' });
    await client.session.create({ name: 'the last one', agent: 'shell', cwd: folder });
  });
  await expect(page.getByText(text('window.status.sessions_other', { count: SESSIONS + 2 })).first()).toBeVisible();
  expect(await placeOnScreen(window, read.name)).toBe(read.top);
  await listOf(window).evaluate((list) => list.scrollTo(0, 0));
  await expect(rows.first()).toContainText('another name');
  await expect(window.sessions.locator('[data-group]').first()).toContainText('7');

  // Text and terms narrow it down; Enter in the field goes to what was found, Enter on it opens it.
  const search = window.sessions.getByRole('searchbox', { name: text('window.sessions.search') });
  await page.keyboard.press('Control+Shift+G');
  await page.keyboard.type('4321');
  await expect(rows).toHaveText([/session 4321 of many/]);
  await search.fill('group:"Team 2" tag:docs');
  await expect(rows.first()).toContainText('docs');
  await expect(window.sessions.locator('[data-group]')).toHaveText([/^Team 2/]);
  await search.fill('living');
  await expect(rows).toHaveText([/the living one/]);
  await page.keyboard.press('Enter');
  await expect(focused).toContainText('the living one');
  await page.keyboard.press('Enter');
  const terminal = window.terminal('the living one');
  await terminal.ready();
  await terminal.run('echo in the $((1 + 1))nd half');
  await terminal.shows('in the 2nd half');

  // Many at once. From a terminal the key leads to the search, which is still open.
  await page.keyboard.press('Control+Shift+G');
  await expect(search).toBeFocused();
  await search.fill('is:unread');
  await expect(window.sessions.getByRole('listitem').first()).toBeVisible();
  await search.press('ArrowDown');
  await expect(focused).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await focused.click({ button: 'right' });
  await expect(page.getByText(text('window.menu.many_other', { count: SESSIONS / 50 }))).toBeVisible();
  await page.getByRole('menuitem', { name: text('window.menu.seen') }).click();
  await expect(window.sessions.getByText(text('window.sessions.none-fits'))).toBeVisible({ timeout: 60_000 });
  await search.fill('');
  await expect(window.sessions.getByText(text('window.sessions.unread'), { exact: true })).toHaveCount(0);

  // The switcher finds the one that is meant, and an empty pane offers a handful and the switcher.
  await page.keyboard.press('Control+Shift+D');
  const pane = window.stage.getByRole('heading', { name: text('window.stage.pick') });
  await expect(pane).toBeVisible();
  expect(await window.stage.getByRole('listitem').count()).toBeLessThan(DRAWN);
  await expect(window.stage.getByText(text('window.stage.pick.more_other', { count: SESSIONS + 2 - 1 - 30 }))).toBeVisible();
  await page.keyboard.press('Control+Shift+O');
  await page.keyboard.type('2468 of');
  await expect(page.getByRole('option').first()).toContainText('session 2468 of many');
  expect(await page.getByRole('option').count()).toBeLessThan(DRAWN);
  await page.keyboard.press('Enter');
  await expect(pane).toBeHidden();
  await expect(window.stage.getByText('session 2468 of many').first()).toBeVisible();
  await expect(window.session('session 2468 of many')).toBeInViewport();
  // These never ran, so nothing of them was recorded.
  await expect(window.stage.getByText(text('window.pane.no-recording'))).toBeVisible();
});

test('beside five thousand sessions a key is answered at once in the list, the switcher and the palette @long', async ({
  startApp,
  openWindowOf,
}) => {
  const filled = await dataFolder();
  await writeEndedSessions(filled, SESSIONS);
  const { page, sessions } = await openWindowOf(await startApp({ dataFolder: filled }));
  await expect(sessions.locator('[data-session]').first()).toBeVisible();
  const answers: Record<string, readonly number[]> = {};
  for (const [where, open, typed] of [
    ['list', 'Control+Shift+G', 'session 4321 of'],
    ['switcher', 'Control+Shift+O', 'session 4321 of'],
    ['palette', 'Control+Shift+P', 'settings'],
  ] as const) {
    await page.keyboard.press(open);
    const field = page.locator('[data-session-search], [cmdk-input]').last();
    await expect(field).toBeFocused();
    answers[where] = await answerTimes(page, typed);
    await expect(field).toHaveValue(typed);
    await page.keyboard.press('Escape');
  }
  for (const [where, times] of Object.entries(answers)) {
    const sorted = times.toSorted((a, b) => a - b);
    // What else runs on the machine may hold up a key or two; a list that is too slow holds up most of them.
    expect(sorted[Math.floor(sorted.length * 0.7)], `${where}: ${times.join(' ')} ms`).toBeLessThan(ANSWER_MS);
  }
});

/** Types a text key by key. @returns ms from each key to the frame after it that is drawn */
async function answerTimes(page: Page, typed: string): Promise<readonly number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { answerTimes: times });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // A task after the frame's callbacks runs when it was drawn.
          const drawn = new MessageChannel();
          drawn.port1.onmessage = () => times.push(Math.round(performance.now() - timeStamp));
          drawn.port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  const times = () => page.evaluate(() => (globalThis as unknown as { answerTimes: number[] }).answerTimes);
  for (const [index, key] of [...typed].entries()) {
    await page.keyboard.press(key);
    await expect.poll(async () => (await times()).length, { intervals: [10] }).toBeGreaterThan(index);
  }
  return times();
}

/** The row in the middle of what is in sight, once it is drawn, and where it is on the screen, CSS pixels. */
async function middleRow(window: AppWindow): Promise<{ readonly name: string; readonly top: number }> {
  const inMiddle = () =>
    listOf(window).evaluate((list) => {
      const frame = list.getBoundingClientRect();
      const middle = frame.top + frame.height / 2;
      for (const row of list.querySelectorAll('[data-session]')) {
        const { top, bottom } = row.getBoundingClientRect();
        if (top <= middle && middle < bottom) return { name: row.querySelector('[title]')?.getAttribute('title') ?? '', top };
      }
      return null;
    });
  await expect.poll(inMiddle).not.toBeNull();
  return (await inMiddle()) ?? { name: '', top: Number.NaN };
}

function placeOnScreen(window: AppWindow, name: string): Promise<number> {
  return window.session(name).evaluate((row) => row.getBoundingClientRect().top);
}
