import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';

test('a dropped file and a pasted picture come as quoted paths of copies that go with the session', async ({ app, openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'given' });
  const drop = (files: readonly { readonly name: string; readonly size: number }[]) =>
    shell.region.locator('.terminal-host').evaluate((host, given) => {
      const data = new DataTransfer();
      for (const { name, size } of given) data.items.add(new File(['x'.repeat(size)], name));
      host.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, files);

  // Larger than one part.
  await shell.type('wc -c ');
  await drop([
    { name: "it's a $(test).txt", size: 2_000_000 },
    { name: 'b.txt', size: 3 },
  ]);
  await shell.shows('b.txt');
  await page.keyboard.press('Enter');
  await shell.shows(/2000000 .*it_s a _\(test\)\.txt\s[\s\S]*3 .*b\.txt\s[\s\S]*2000003 total/);

  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (picture !== null) await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  });
  await shell.type(`cp `);
  await page.keyboard.press('Control+Shift+V');
  await shell.shows(/image\.png$/m);
  await page.keyboard.type(`'${folder}/copied'; echo done\n`);
  await shell.shows('\ndone');
  expect((await readFile(`${folder}/copied`)).subarray(1, 4).toString()).toBe('PNG');

  await drop([{ name: 'huge.bin', size: 21 * 1024 * 1024 }]);
  await expect(page.getByRole('alert')).toContainText('huge.bin');

  const kept = () => readdir(`${app.dataFolder}/files`);
  expect(await kept()).toHaveLength(1);
  await asOwner(app.dataFolder, (client) => client.session.delete({ session: 'given', stop: true }));
  await expect(window.session('given')).toBeHidden();
  await expect.poll(kept).toEqual([]);
});
