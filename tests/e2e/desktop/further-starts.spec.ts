import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';

test('a second start shows the app and passes on what it was asked for; a link selects or proposes, and runs nothing', async ({
  desktop,
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  await window.start({ agent: 'shell', name: 'first', folder });
  const second = await window.start({ agent: 'shell', name: 'second', folder });
  await second.ready();
  const sessions = () => asOwner(desktop.dataFolder, (client) => client.session.list({}));
  const link = (await sessions()).find(({ name }) => name === 'first')?.id;

  await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  expect(await desktop.second([])).toEqual({ code: 0, said: '' });
  await expect
    .poll(() => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible())))
    .toEqual([true]);

  await expect(window.tabs.filter({ hasText: 'second' })).toHaveAttribute('aria-selected', 'true');
  expect((await desktop.second(['--', `kimi-shell://session/${link}`])).code).toBe(0);
  await expect(window.tabs.filter({ hasText: 'first' })).toHaveAttribute('aria-selected', 'true');

  const proposal = new URLSearchParams({ folder, name: 'from a link' });
  expect((await desktop.second(['--', `kimi-shell://new?${proposal}`])).code).toBe(0);
  await expect(window.newSession.dialog).toBeVisible();
  await expect(window.newSession.folder).toHaveValue(folder);
  await expect(window.newSession.name).toHaveValue('from a link');
  await window.page.keyboard.press('Escape');
  expect((await sessions()).map(({ name }) => name).sort()).toEqual(['first', 'second']);

  // What would run something is no link of ours: it is said, and that is all.
  await desktop.second(['--', 'kimi-shell://new?folder=/&prompt=delete%20everything']);
  await expect.poll(() => desktop.evaluate(({ dialog }) => dialog.shown.at(-1)?.message ?? '')).toContain('Link');
  await expect(window.newSession.dialog).toBeHidden();

  const refused = await desktop.second(['--remote-debugging-port=9222']);
  expect(refused.code).toBe(1);
  expect(refused.said).toContain('--remote-debugging-port');
  expect(await sessions()).toHaveLength(2);

  // The menus carry out what the window can do, and show its keys.
  await desktop.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.find(({ id }) => id === 'session.new')
      ?.click(),
  );
  await expect(window.newSession.dialog).toBeVisible();
  await window.page.keyboard.press('Escape');
  const key = () => desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()?.find(({ id }) => id === 'session.new')?.accelerator);
  expect(await key()).toBe('Ctrl+Shift+Enter');
  await asOwner(desktop.dataFolder, (client) => client.settings.set({ key: 'keys.session-new', value: 'Alt+F5' }));
  await expect.poll(key).toBe('Alt+F5');
});
