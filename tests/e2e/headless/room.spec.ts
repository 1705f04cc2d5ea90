import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

/** How many pixels of an element's text are cut off. */
const cut = (element: Element) => element.scrollWidth - element.clientWidth;

test('in a narrow window the status bar is said whole, and the title bar has room for the name of a session', async ({
  openWindow,
  folder,
}) => {
  const name = 'Forecast of station 3';
  const window = await openWindow();
  const kimi = await window.start({ agent: 'kimi', name, folder });
  await kimi.shows('Trust this folder?', { timeout: 30_000 });
  await window.says(name, 'trust');
  await window.page.setViewportSize({ width: 640, height: 400 });
  const bar = window.page.getByRole('contentinfo');
  for (const words of [
    text('window.status.connected'),
    text('window.status.needs_one', { count: 1 }),
    text('window.status.programs_one', { count: 1 }),
    text('window.status.sessions_one', { count: 1 }),
    text('window.status.demo'),
  ]) {
    const item = bar.getByText(words, { exact: true });
    await expect(item).toBeVisible();
    expect(await item.evaluate(cut), words).toBe(0);
  }
  expect(await window.page.getByRole('banner').getByRole('heading', { name }).evaluate(cut)).toBe(0);
});

test('the status bar leads to the session that needs somebody, and says with which key', async ({ app, openWindow, folder }) => {
  await asOwner(app.dataFolder, (client) => client.session.create({ name: 'asks', agent: 'kimi', cwd: folder }));
  const window = await openWindow();
  const { page } = window;
  await window.says('asks', 'trust');
  await window.openSettings();
  const needs = page.getByRole('contentinfo').getByRole('button', { name: text('window.status.needs_one', { count: 1 }) });
  await expect(needs).toHaveAttribute('title', `${text('window.action.session-next')} (Ctrl+Shift+A)`);
  await needs.click();
  const kimi = window.terminal('asks');
  await kimi.shows('Trust this folder?');
  await page.keyboard.press('Enter');
  await kimi.shows(/context: \d+%/);
  await expect(needs).toBeHidden();
});

test('every recent folder can be got at in the dialog that starts a session, and the one that is chosen is marked', async ({
  app,
  openWindow,
  folder,
}) => {
  const names = Array.from({ length: 5 }, (_, n) => `a-folder-with-a-rather-long-name-${n}`);
  for (const name of names) {
    const cwd = join(folder, name);
    await mkdir(cwd);
    await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd }));
  }
  const window = await openWindow();
  await window.openNewSessionDialog();
  const { dialog } = window.newSession;
  const recent = dialog.getByRole('group', { name: text('window.new.folder.recent') }).getByRole('button');
  await expect(recent).toHaveCount(5);
  for (const button of await recent.all()) await expect(button).toBeInViewport({ ratio: 1 });
  await recent.filter({ hasText: '-0' }).click();
  await expect(window.newSession.folder).toHaveValue(join(folder, 'a-folder-with-a-rather-long-name-0'));
  const ground = (n: number) => recent.filter({ hasText: `-${n}` }).evaluate((button) => getComputedStyle(button).backgroundColor);
  await window.newSession.folder.focus();
  await expect.poll(async () => (await ground(0)) !== (await ground(4)), { message: 'the chosen folder is marked' }).toBe(true);
});

test('what is chosen in a setting is shown whole', async ({ openWindow }) => {
  const window = await openWindow();
  await window.openSettings();
  const tooNarrow = await window.page.getByRole('main').evaluate((page) =>
    [...page.querySelectorAll('select')].flatMap((select) => {
      // What the browser gives it by itself, for the longest of its choices.
      const alike = select.cloneNode(true) as HTMLSelectElement;
      alike.style.cssText = 'position: absolute; width: max-content !important; min-width: 0; max-width: none';
      select.parentElement?.append(alike);
      const needed = alike.getBoundingClientRect().width;
      alike.remove();
      return needed > select.getBoundingClientRect().width ? [select.labels[0]?.textContent ?? select.id] : [];
    }),
  );
  expect(tooNarrow).toEqual([]);
});

test('deleting a shell promises nothing about transcripts of Kimi', async ({ app, openWindow, folder }) => {
  await asOwner(app.dataFolder, (client) => client.session.create({ name: 'beside', agent: 'shell', cwd: folder }));
  const window = await openWindow();
  await window.session('beside').focus();
  await window.page.keyboard.press('Delete');
  const question = window.page.getByRole('dialog', { name: text('window.delete.title', { name: 'beside' }) });
  await expect(question).toContainText(folder);
  await expect(question).not.toContainText('Kimi');
});
