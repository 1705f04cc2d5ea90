import { SESSION_STATES } from '#shared/contract/session-words.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
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
  // Its key leads back to it from a terminal, with what was looked for; at the search it closes it.
  await window.terminal('delta').region.click();
  await expect(window.terminal('delta').region.locator('textarea')).toBeFocused();
  await page.keyboard.press('Control+Shift+G');
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('ta');
  await page.keyboard.press('Control+Shift+G');
  await expect(search).toBeHidden();
  await expect(window.terminal('delta').region.locator('textarea')).toBeFocused();
  await page.keyboard.press('Control+Shift+G');
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

test('sessions are pinned, grouped, tagged, marked and dragged into an order, which stays', async ({ openWindow, app, folder }) => {
  for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
    await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: folder }));
  }
  const window = await openWindow();
  const { page } = window;
  const rows = window.sessions.locator('[data-session]');
  const lines = window.sessions.locator('[data-session], [data-group]');
  const menuItem = (key: Parameters<typeof text>[0]) => page.getByRole('menuitem', { name: text(key), exact: true });
  await expect(rows).toHaveText([/alpha/, /beta/, /gamma/, /delta/]);

  // The menu opens by keys too; what is pinned comes first.
  await window.session('delta').focus();
  await page.keyboard.press('Shift+F10');
  await menuItem('window.menu.pin').press('Enter');
  await expect(lines).toHaveText([/Pinned/, /delta/, /.+/, /alpha/, /beta/, /gamma/]);

  // A group of one's own; the mouse drags another session into it, below the first.
  await window.session('beta').click({ button: 'right' });
  await menuItem('window.menu.group').click();
  await menuItem('window.menu.group.new').click();
  const naming = page.getByRole('dialog', { name: text('window.group.new.title') });
  await naming.getByRole('textbox').fill('Team');
  await naming.getByRole('button', { name: text('window.group.new.do') }).click();
  await expect(lines).toHaveText([/Pinned/, /delta/, /Team/, /beta/, /.+/, /alpha/, /gamma/]);
  const box = async (name: string) => (await window.session(name).boundingBox())!;
  const [from, to] = [await box('gamma'), await box('beta')];
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 25, { steps: 8 });
  await page.mouse.move(to.x + 60, to.y + 30, { steps: 2 });
  await page.mouse.up();
  await expect(lines).toHaveText([/Pinned/, /delta/, /Team/, /beta/, /gamma/, /.+/, /alpha/]);
  await window.session('gamma').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(lines).toHaveText([/Pinned/, /delta/, /Team/, /gamma/, /beta/, /.+/, /alpha/]);
  await expect(window.session('gamma')).toBeFocused();

  // Tags for two at once; the search offers them.
  await window.session('alpha').click({ modifiers: ['ControlOrMeta'] });
  await window.session('beta').click({ modifiers: ['ControlOrMeta'] });
  await window.session('beta').click({ button: 'right' });
  await menuItem('window.menu.tags').click();
  const tags = page.getByRole('dialog', { name: text('window.tags.title.many_other', { count: 2 }) });
  await tags.getByRole('textbox').fill('two words');
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['two words']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+G');
  await page.keyboard.type('tag:tw');
  await expect(page.getByRole('option')).toHaveText(['two words']);
  await page.keyboard.press('Enter');
  const search = window.sessions.getByRole('searchbox', { name: text('window.sessions.search') });
  await expect(search).toHaveValue('tag:"two words" ');
  await expect(rows).toHaveText([/beta.*two words/, /alpha.*two words/]);
  await search.fill('');
  await window.sessions.getByRole('button', { name: text('window.filter'), exact: true }).click();
  await menuItem('window.filter.is').click();
  await page.getByRole('menuitemcheckbox', { name: text('window.group.pinned') }).click();
  await expect(rows).toHaveText([/delta/]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+G');
  await expect(search).toBeHidden();

  // What is on show and marked stays unread until one comes back to it.
  const unread = window.session('alpha').getByText(text('window.sessions.unread'), { exact: true });
  await window.session('alpha').click();
  await window.session('alpha').click({ button: 'right' });
  await menuItem('window.menu.unread').click();
  await expect(unread).toBeAttached();
  await window.session('alpha').click();
  await expect(unread).not.toBeAttached();

  await window.sessions.getByRole('heading', { name: 'Team' }).getByRole('button').focus();
  await page.keyboard.press('F2');
  const renaming = page.getByRole('dialog', { name: text('window.group.rename.title') });
  await renaming.getByRole('textbox').fill('Crew');
  await page.keyboard.press('Enter');
  await expect(renaming).toBeHidden();

  // A whole group is dragged by its heading, and goes back by keys; its heading keeps the focus.
  await asOwner(app.dataFolder, async (client) => {
    const alpha = (await client.session.list({})).find(({ name }) => name === 'alpha');
    await client.session.group({ session: alpha!.id, group: 'Zoo' });
  });
  await expect(lines).toHaveText([/Pinned/, /delta/, /Crew/, /gamma/, /beta/, /Zoo/, /alpha/]);
  const headingOf = (name: string) => window.sessions.getByRole('heading', { name }).getByRole('button');
  const [zoo, crew] = [(await headingOf('Zoo').boundingBox())!, (await headingOf('Crew').boundingBox())!];
  await page.mouse.move(zoo.x + 40, zoo.y + 20);
  await page.mouse.down();
  await page.mouse.move(crew.x + 40, crew.y + 20, { steps: 8 });
  await page.mouse.move(crew.x + 40, crew.y + 16, { steps: 2 });
  await page.mouse.up();
  await expect(lines).toHaveText([/Pinned/, /delta/, /Zoo/, /alpha/, /Crew/, /gamma/, /beta/]);
  await headingOf('Zoo').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(lines).toHaveText([/Pinned/, /delta/, /Crew/, /gamma/, /beta/, /Zoo/, /alpha/]);
  await expect(headingOf('Zoo')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  // A new name keeps the place; the order belongs to the data folder.
  await page.keyboard.press('F2');
  await renaming.getByRole('textbox').fill('Menagerie');
  await page.keyboard.press('Enter');
  await expect(renaming).toBeHidden();
  const kept = () => asOwner(app.dataFolder, (client) => client.settings.loadLayout({ name: 'habits' }));
  await expect.poll(async () => (await kept()).json).toMatch(/own Menagerie.*own Crew/);
  await page.reload();
  await expect(lines).toHaveText([/Pinned/, /delta/, /Menagerie/, /alpha/, /Crew/, /gamma/, /beta/]);
});

test('every state that can be searched for is offered, and the arrows reach each', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  await window.start({ agent: 'shell', folder, name: 'alpha' });
  await page.keyboard.press('Control+Shift+G');
  await page.keyboard.type('is:');
  const offered = page.getByRole('listbox', { name: text('window.filter.values') }).getByRole('option');
  await expect(offered).toHaveText([
    text('window.filter.needs-you'),
    text('window.sessions.unread'),
    text('window.group.pinned'),
    ...SESSION_STATES.map((state) => text(`window.state.${state}`)),
  ]);
  for (const label of await offered.allTextContents()) expect(label).toMatch(/^[A-Z]/);
  await page.keyboard.press('ArrowUp');
  await expect(offered.last()).toHaveAttribute('aria-selected', 'true');
  await expect(offered.last()).toBeInViewport({ ratio: 1 });
  await expect(offered.first(), 'there are more than there is room for').not.toBeInViewport({ ratio: 1 });
  await page.keyboard.press('ArrowDown');
  await expect(offered.first()).toBeInViewport({ ratio: 1 });
  await offered.filter({ hasText: text('window.state.failed') }).click();
  await expect(window.sessions.getByRole('searchbox')).toHaveValue('is:failed ');
});
