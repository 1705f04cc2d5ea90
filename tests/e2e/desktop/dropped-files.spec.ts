import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';

test('what is dropped on a terminal is pasted as its own path, quoted, a folder too; a picture of the clipboard as a copy’s', async ({
  desktop,
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'given' });
  const own = join(folder, "it's a $(test).txt");
  const inside = join(folder, 'a folder');
  await writeFile(own, 'found me');
  await mkdir(inside);
  await writeFile(join(inside, 'within'), '');
  const drop = async (...paths: readonly string[]) => {
    const { x, y, width, height } = (await shell.region.locator('.terminal-host').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await desktop.evaluate(
      ({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.webContents.drop(given.x, given.y, given.paths),
      { x: x + width / 2, y: y + height / 2, paths },
    );
  };

  await shell.type('cat ');
  await drop(own);
  await shell.shows(/txt'\s*$/m);
  await page.keyboard.type('\n');
  await shell.shows('found me');
  await shell.type('ls ');
  await drop(inside);
  await shell.shows(/a folder'\s*$/m);
  await page.keyboard.type('\n');
  await shell.shows('within');

  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (picture !== null) await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  });
  await page.keyboard.press('Control+Shift+V');
  await shell.shows(new RegExp(`${desktop.dataFolder}/files/`));
  expect(await desktop.windows()).toHaveLength(1);
});
