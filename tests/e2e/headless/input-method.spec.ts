import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test.use({ appOptions: { demo: false } });

test('what an input method composes is sent when it is taken, and its keys do nothing else', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  const terminal = await window.start({ agent: 'shell', folder, name: 'shell' });
  const session = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  const take = (text: string) => session.send('Input.insertText', { text });

  // In a terminal the program hears of it when it is taken, once.
  await terminal.run('cat');
  await compose('ni');
  await compose('nihao');
  await take('你好');
  await page.keyboard.press('Enter');
  await terminal.shows(/你好\n你好/);
  expect(await terminal.screen()).not.toContain('nihao');
  await page.keyboard.press('Control+c');

  // In the search of the list Enter and Escape are the input method's, while something is composed.
  await page.keyboard.press('Control+Shift+G');
  const search = window.sessions.getByRole('searchbox', { name: text('window.sessions.search') });
  await expect(search).toBeFocused();
  await compose('kaihui');
  await page.keyboard.press('Enter');
  await expect(search).toBeFocused();
  await compose('kaihui');
  await page.keyboard.press('Escape');
  await expect(search).toBeFocused();
  await search.fill('');
  await take('开会');
  await expect(search).toHaveValue('开会');
  await expect(window.sessions.getByText(text('window.sessions.none-fits'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(search).toBeHidden();

  // In a dialog Escape drops what is composed, and not the dialog.
  await window.openNewSessionDialog();
  await window.newSession.dialog.getByRole('textbox', { name: text('window.new.name') }).focus();
  await compose('kaihui');
  await page.keyboard.press('Escape');
  await expect(window.newSession.dialog).toBeVisible();
});

test('where the system forces its colours, what is chosen is framed, and terminals keep theirs', async ({ openWindow, folder }) => {
  const window = await openWindow({ forcedColors: 'active' });
  const terminal = await window.start({ agent: 'shell', folder, name: 'shell' });
  await expect(window.session('shell')).toHaveCSS('outline-style', 'solid');
  await expect(window.tabs.first()).toHaveCSS('outline-style', 'solid');
  await terminal.run("printf '\\033[31mred\\033[0m\\n'");
  const red = terminal.region.locator('.xterm-rows span').getByText('red', { exact: true });
  await expect(red).toBeVisible();
  const [colour, ground] = await red.evaluate((span) => [getComputedStyle(span).color, getComputedStyle(document.body).color]);
  expect(colour).not.toBe(ground);
});
