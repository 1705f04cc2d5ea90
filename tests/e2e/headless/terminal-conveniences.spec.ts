import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test('several lines wait for a word before they run; bells, progress, zoom and saving work', async ({ openWindow, folder }) => {
  const window = await openWindow({ permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'handy' });
  const action = async (name: string) => {
    await page.keyboard.press('Control+Shift+P');
    await page
      .getByRole('dialog', { name: text('window.palette') })
      .getByRole('combobox')
      .fill(name);
    await expect(page.getByRole('option').first()).toContainText(name);
    await page.keyboard.press('Enter');
  };

  // The program here is cat, which has no bracketed paste.
  await page.keyboard.type('cat > typed\n');
  await page.evaluate(() => navigator.clipboard.writeText('one\ntwo\n'));
  const question = page.getByRole('alertdialog', { name: text('window.paste.title_other', { count: 2 }) });
  await page.keyboard.press('Control+Shift+V');
  await expect(question.getByRole('button', { name: text('window.cancel') })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await page.keyboard.press('Control+Shift+V');
  await question.getByRole('button', { name: text('window.paste.one-line') }).click();
  await page.keyboard.type('!\n');
  await page.keyboard.press('Control+Shift+V');
  await question.getByRole('button', { name: text('window.paste.do'), exact: true }).click();
  await page.keyboard.press('Control+d');
  await expect.poll(() => readFile(`${folder}/typed`, 'utf8').catch(() => '')).toBe('one two!\none\ntwo\n');

  // A bell while the person is in the list, and progress, are told on tab and row.
  const [begin, ring, end] = ["printf '\\033]9;4;1;40\\007'", "printf '\\a'", "printf '\\033]9;4;0\\007'"];
  await page.keyboard.type(`${begin}; until [ -e ring ]; do sleep 0.1; done; ${ring}; read line; ${end}\n`);
  const row = window.session('handy');
  await expect(row.getByRole('img', { name: text('window.pane.progress', { percent: 40 }) })).toBeVisible();
  await window.openSettings();
  await page.keyboard.press('Control+Shift+Space');
  await page.keyboard.press('Control+Shift+L');
  await expect(window.session('handy')).toBeFocused();
  await writeFile(`${folder}/ring`, '');
  await expect(row.getByRole('img', { name: text('window.pane.bell') })).toBeVisible();
  await expect(window.tabs.first().getByRole('img', { name: text('window.pane.bell') })).toBeVisible();
  await page.keyboard.press('Control+Shift+Space');
  await expect(row.getByRole('img', { name: text('window.pane.bell') })).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(row.getByRole('img', { name: text('window.pane.progress', { percent: 40 }) })).toBeHidden();

  // The font of this pane alone.
  const height = async () => (await shell.region.locator('.xterm-rows > div').first().boundingBox())?.height ?? 0;
  const normal = await height();
  await shell.region.hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(height).toBeGreaterThan(normal);
  await action(text('window.action.pane-normal'));
  await expect.poll(height).toBe(normal);

  const saved = page.waitForEvent('download');
  await action(text('window.action.export-all'));
  expect((await saved).suggestedFilename()).toBe('handy.txt');
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('cat > typed');
});

test('panes are typed into together, less those that were taken out', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  const first = await window.start({ agent: 'shell', folder, name: 'first' });
  await page.keyboard.press('Control+Shift+E');
  const second = await window.start({ agent: 'shell', folder, name: 'second' });
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.broadcast'));
  await page.keyboard.press('Enter');
  await expect(page.getByText(text('window.pane.broadcast'))).toHaveCount(2);
  await page.keyboard.type('echo to $((40+2))\n');
  await first.shows('\nto 42');
  await second.shows('\nto 42');
  await page
    .getByRole('button', { name: text('window.pane.broadcast.leave') })
    .first()
    .click();
  await expect(page.getByText(text('window.pane.broadcast'))).toHaveCount(0);
  await second.region.locator('textarea').focus();
  await page.keyboard.type('echo only $((1+1)) here\n');
  await second.shows('\nonly 2 here');
  await expect(first.region).not.toContainText('only');
});
