import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { hasFocus } from '../../support/reach.ts';
import { text } from '../../support/texts.ts';

test('the keyboard’s focus is never lost, whatever it was on goes away', async ({ app, openWindow, folder }) => {
  const ids: string[] = [];
  for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
    ids.push((await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: folder }))).id);
  }
  const window = await openWindow();
  const { page } = window;
  const keys = page.keyboard;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  // Where a window begins with nothing open, Enter begins.
  await expect(window.stage.getByRole('button', { name: text('window.sessions.new') })).toBeFocused();
  await button(text('window.demo.dismiss')).click();
  await hasFocus(page, 'after a card was put away');

  // Rows: one that is put elsewhere keeps it, one that is deleted hands it to the next, by whomever that is done.
  await window.session('gamma').focus();
  await asOwner(app.dataFolder, (client) => client.session.pin({ session: ids[2]! as never }));
  await expect(window.sessions.locator('[data-session], [data-group]').first()).toHaveText(/Pinned/);
  await expect(window.session('gamma')).toBeFocused();
  await window.session('alpha').focus();
  await keys.press('Delete');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: text('window.delete.do') })
    .click();
  await expect(window.session('alpha')).toHaveCount(0);
  await hasFocus(page, 'after a row was deleted');
  await window.session('beta').focus();
  await asOwner(app.dataFolder, (client) => client.session.delete({ session: ids[1]! as never, stop: true }));
  await expect(window.session('beta')).toHaveCount(0);
  await expect(window.session('delta')).toBeFocused();

  // Searching: the button that shows everything again goes with what it was for.
  await keys.press('Control+Shift+G');
  await page.getByRole('searchbox').fill('nothing has this');
  await button(text('window.sessions.search.clear')).click();
  await expect(window.session('delta')).toBeVisible();
  await hasFocus(page, 'after the search was cleared');
  await keys.press('Control+Shift+G');
  await hasFocus(page, 'after the search was closed');

  // Panes and tabs: closed one after the other, to the last.
  const delta = await window.show('delta');
  await delta.ready();
  await keys.press('Control+Shift+E');
  await window.stage.getByRole('button', { name: 'gamma' }).press('Enter');
  const gamma = window.terminal('gamma');
  await gamma.ready();
  await expect(gamma.region.locator('textarea')).toBeFocused();
  await gamma.pane.getByRole('button', { name: text('window.pane.close') }).press('Enter');
  await expect(delta.region.locator('textarea')).toBeFocused();
  await window.show('gamma');
  await gamma.ready();
  await window.tabs.nth(1).focus();
  await keys.press('Delete');
  await expect(window.tabs).toHaveCount(1);
  await hasFocus(page, 'after a tab was closed');
  await delta.focus();
  await keys.press('Control+Shift+Backspace');
  await expect(window.tabs).toHaveCount(0);
  await expect(window.stage.getByRole('button', { name: text('window.sessions.new') })).toBeFocused();

  // What is put away while it has the focus.
  await window.session('delta').focus();
  await keys.press('Control+Shift+B');
  await expect(window.sessions).toBeHidden();
  await hasFocus(page, 'after the list was hidden');
  await keys.press('Control+Shift+B');
  await keys.press('Control+Shift+Y');
  await page
    .getByRole('complementary', { name: text('window.inspector') })
    .locator('[tabindex="0"]')
    .last()
    .focus();
  await keys.press('Control+Shift+Y');
  await hasFocus(page, 'after the inspector was hidden');

  // Settings by keys alone: found, changed, given the default back (whose button goes away), a key taken, changed and given back.
  await keys.press('Control+Shift+S');
  const search = page.getByRole('searchbox', { name: text('window.settings.search') });
  await expect(search).toBeFocused();
  await keys.type(text('setting.density'));
  await keys.press('Tab');
  const density = page.getByRole('combobox', { name: text('setting.density') });
  await expect(density).toBeFocused();
  await keys.press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await keys.press('Shift+Tab');
  await expect(button(text('window.settings.reset', { setting: text('setting.density') }))).toBeFocused();
  await keys.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  await expect(density).toBeFocused();
  await search.fill(text('window.action.find'));
  const removeKey = button(text('window.settings.keys.remove', { action: text('window.action.find') }));
  await removeKey.press('Enter');
  await expect(removeKey).toBeHidden();
  await hasFocus(page, 'after a key was taken away');
  const resetKey = button(text('window.settings.reset', { setting: text('window.action.find') }));
  await resetKey.press('Enter');
  await expect(resetKey).toBeHidden();
  await hasFocus(page, 'after a key was given back');
  const change = button(text('window.settings.keys.change', { action: text('window.action.find') }));
  await change.press('Enter');
  await keys.press('Escape');
  await expect(change).toBeFocused();
  await keys.press('Control+Shift+S');
  await hasFocus(page, 'back at the sessions');

  // Starting again: the bar that offers it goes away.
  await window.show('delta');
  await asOwner(app.dataFolder, (client) => client.session.stop({ session: ids[3]! as never }));
  const again = window.stage.getByRole('button', { name: text('window.pane.exit.restart') });
  await again.focus();
  await keys.press('Enter');
  await expect(again).toBeHidden();
  await hasFocus(page, 'after a session was started again');
});

test('a place that is chosen before its code has come stays chosen, and the caret is in it when it has', async ({ openWindow }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const window = await openWindow({
    prepare: async (page) => {
      await page.route('**/assets/logs-page-*.js', async (route) => {
        await released;
        await route.continue();
      });
      await page.addInitScript(putOffByFrames);
    },
  });
  const { page } = window;
  await window.isEmpty();
  // As in a window that has just opened, nothing has the caret: a click beside everything takes it away.
  await window.stage.click({ position: { x: 4, y: 4 } });
  await expect(page.locator('body')).toBeFocused();
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.logs'));
  await page.getByRole('option', { name: text('window.action.logs'), exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // What closing it does afterwards is through then: it was put off before these two.
  await page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    globalThis.setTimeout(() => globalThis.setTimeout(resolve));
    await promise;
  });
  await expect(window.stage).toBeHidden();
  release();
  await expect(page.getByRole('searchbox', { name: text('window.logs.search') })).toBeFocused();
});

/** As on a machine with other work: what a page puts off by no time at all comes after it has drawn, and has taken the focus from what is hidden. */
function putOffByFrames(): void {
  const later = window.setTimeout.bind(window);
  const put = (run: () => void, ms = 0) => (ms > 0 ? later(run, ms) : requestAnimationFrame(() => requestAnimationFrame(run)));
  window.setTimeout = put as typeof window.setTimeout;
}

test('a palette that is closed again leaves one where one was, with the caret', async ({ openWindow }) => {
  const window = await openWindow();
  const { page } = window;
  const search = await window.openSettings();
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(search).toBeFocused();
});
