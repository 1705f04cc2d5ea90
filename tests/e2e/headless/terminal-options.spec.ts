import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

test('terminals are read to screen readers, select in lines, join signs and lose WebGL, as the settings say', async ({
  app,
  openWindow,
  folder,
}) => {
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'terminal.rectangleSelection', value: 'false' }));
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'options' });
  await shell.run("clear; echo 'a=>b c!=d ===='; echo 123456; echo abcd'ef'");
  await shell.shows('abcdef');

  // Alt+drag selects from the first place to the last, as without Alt.
  const [from, to] = [await shell.pointOf('23456'), await shell.pointOf('def')];
  await page.keyboard.down('Alt');
  await page.mouse.move(from.x - 3, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x + 4, to.y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await page.keyboard.press('Control+Shift+C');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('23456\nabcd');

  // The palette's action and the settings page change the same thing, and the open terminal follows.
  const { region } = shell;
  const set = async (name: 'screenReader' | 'ligatures' | 'renderer', value: boolean | string) => {
    const search = await window.openSettings();
    await search.fill(text(`setting.terminal.${name}`));
    if (typeof value === 'string') await page.getByRole('combobox', { name: text(`setting.terminal.${name}`) }).selectOption(value);
    else await page.getByRole('checkbox', { name: text(`setting.terminal.${name}`) }).setChecked(value);
    await page.getByRole('button', { name: text('window.place.sessions'), exact: true }).click();
  };
  const read = region.locator('.xterm-accessibility [role="listitem"]');
  await expect(read).toHaveCount(0);
  await page.keyboard.press('Control+Shift+P');
  await page
    .getByRole('dialog', { name: text('window.palette') })
    .getByRole('combobox')
    .fill(text('window.action.screen-reader'));
  await page.keyboard.press('Enter');
  await expect(read.filter({ hasText: 'abcdef' })).toHaveCount(1);
  await set('screenReader', false);
  await expect(read).toHaveCount(0);

  // Joined signs have an element of their own, a ruler stays as it is.
  const joined = region.locator('.xterm-rows span').filter({ hasText: /^(=>|!=|={2,})$/ });
  await expect(joined).toHaveCount(0);
  await set('ligatures', true);
  await expect(joined).toHaveText(['=>', '!=']);
  await set('ligatures', false);
  await expect(joined).toHaveCount(0);

  // WebGL: the first loss is mended, the second ends it, and the terminal goes on.
  await set('renderer', 'webgl');
  const drawing = region.locator('.xterm-screen > canvas:not([class])');
  await expect(drawing).toHaveCount(1);
  const notice = page.getByText(text('window.notice.drawing-given-up'));
  const lose = async () => {
    const canvas = await drawing.elementHandle();
    await canvas?.evaluate((element) =>
      (element as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(),
    );
    // xterm.js waits 3 s for the browser to give the context back.
    await expect.poll(() => canvas?.evaluate((element) => element.isConnected)).toBe(false);
  };
  await lose();
  await expect(drawing).toHaveCount(1);
  await expect(notice).toHaveCount(0);
  await lose();
  await expect(notice).toHaveCount(1);
  await expect(drawing).toHaveCount(0);
  await shell.run("echo still-'here'");
  await expect(region.locator('.xterm-rows')).toContainText('still-here');
});
