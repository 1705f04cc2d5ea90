import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test('the list is searched, folded, and acts on several sessions at once', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  for (const name of ['alpha', 'beta', 'gamma', 'delta']) await window.start({ agent: 'shell', folder, name });
  const rows = window.sessions.locator('[data-session]');
  await expect(rows).toHaveCount(4);

  // A letter typed in the list looks for something, and the arrow leads to what was found.
  await page.keyboard.press('Control+Shift+L');
  await expect(window.sessions.locator('[data-session]:focus')).toHaveCount(1);
  await page.keyboard.type('t');
  const search = window.sessions.getByRole('searchbox', { name: text('window.sessions.search') });
  await expect(search).toBeFocused();
  await page.keyboard.type('a');
  await expect(search).toHaveValue('ta');
  await expect(rows).toHaveText([/beta/, /delta/]);
  await search.fill('nothing has this');
  await expect(window.sessions.getByText(text('window.sessions.none-fits'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(4);
  await expect(window.terminal('delta').region.locator('textarea')).toBeFocused();

  // Folding hides a group and nothing else.
  const heading = window.sessions.getByRole('heading').getByRole('button').first();
  await heading.click();
  await expect(heading).toHaveAttribute('aria-expanded', 'false');
  await expect(rows).toHaveCount(0);
  await heading.click();

  // Several: by Ctrl, by Shift, by keys.
  await window.session('alpha').click();
  await window.session('beta').click({ modifiers: ['ControlOrMeta'] });
  await window.session('gamma').click({ modifiers: ['ControlOrMeta'] });
  await expect(window.sessions.locator('[aria-pressed=true]')).toHaveText([/beta/, /gamma/]);
  await window.session('gamma').focus();
  await page.keyboard.press('Home');
  await expect(window.session('alpha')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(window.sessions.locator('[aria-pressed=true]')).toHaveText([/alpha/, /beta/]);
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: text('window.delete.title.many_other', { count: 2 }) });
  await expect(question).toContainText(text('window.delete.running.many_other', { count: 2 }));
  await expect(question.getByRole('button', { name: text('window.delete.keep.many') })).toBeFocused();
  await question.getByRole('button', { name: text('window.delete.do') }).click();
  await expect(rows).toHaveText([/gamma/, /delta/]);

  await window.session('gamma').focus();
  await page.keyboard.press('Control+a');
  await window.session('delta').click({ button: 'right' });
  await page.getByRole('menuitem', { name: text('window.menu.stop'), exact: true }).click();
  await window.says('gamma', 'exited');
  await window.says('delta', 'exited');
});
