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
  const notice = page.getByText(text('window.notice.drawing-lost'));
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

test('letters that the graphics card garbles are noticed, and the terminal is drawn without it; what is drawn well is left alone @long', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  // A driver that loses textures, on demand: what WebGL is given of pictures of letters becomes noise. And how often pixels are read back.
  await page.addInitScript(() => {
    const state = { garbled: false, read: 0 };
    Object.assign(globalThis, { driver: state });
    const { texImage2D, readPixels } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.texImage2D = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      const last = args.at(-1);
      if (state.garbled && last instanceof HTMLCanvasElement) {
        const noise = new ImageData(last.width, last.height);
        for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = (at * 7919 * (1 + (at >> 9))) % 251;
        args[args.length - 1] = noise;
      }
      return Reflect.apply(texImage2D, this, args);
    } as typeof texImage2D;
    WebGL2RenderingContext.prototype.readPixels = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      state.read += 1;
      return Reflect.apply(readPixels, this, args);
    } as typeof readPixels;
  });
  await page.reload();
  await window.isConnected();
  const shell = await window.start({ agent: 'shell', folder, name: 'drawn' });
  await page.evaluate(async () => document.fonts.ready.then(() => undefined));
  const driver = () => page.evaluate(() => ({ ...(globalThis as unknown as { driver: { garbled: boolean; read: number } }).driver }));
  const search = await window.openSettings();
  await search.fill(text('setting.terminal.renderer'));
  await page.getByRole('combobox', { name: text('setting.terminal.renderer') }).selectOption('webgl');
  await page.getByRole('button', { name: text('window.place.sessions'), exact: true }).click();
  const drawing = shell.region.locator('.xterm-screen > canvas:not([class])');
  await expect(drawing).toHaveCount(1);
  const notice = page.getByText(text('window.notice.drawing-garbled'));

  await shell.type("clear; printf 'The quick BROWN fox\\n\\033[1;31mjumps over\\033[0m \\033[7mthe lazy dog\\033[0m 0123456789\\n'\n");
  await expect.poll(async () => (await driver()).read, { message: 'letters are looked at' }).toBeGreaterThan(3);
  await expect(drawing, 'what is drawn well stays as it is').toHaveCount(1);
  await expect(notice).toHaveCount(0);

  await page.evaluate(() => {
    (globalThis as unknown as { driver: { garbled: boolean } }).driver.garbled = true;
  });
  // Larger letters are new pictures.
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.font-bigger'));
  await page.keyboard.press('Enter');
  await expect(notice).toHaveCount(1);
  await expect(drawing).toHaveCount(0);
  await shell.shows('The quick BROWN fox');
});
