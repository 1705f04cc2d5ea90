import { access } from 'node:fs/promises';
import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test('what was found is counted and marked on the scroll bar; lines that are read stay while output goes on', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'read' });
  await shell.run(
    "clear; i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo line-$i; done; echo Needle; echo needles; echo a needle; echo end'ed'",
  );
  await shell.shows('ended');

  await page.keyboard.press('Control+Shift+F');
  const bar = page.getByRole('search', { name: text('window.find') });
  await bar.getByRole('searchbox').fill('needle');
  await expect(bar.getByRole('status')).toHaveText(text('window.find.count', { index: 3, count: 3 }));
  const marked = () =>
    shell.region.locator('canvas.xterm-decoration-overview-ruler').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      const colours = new Set<string>();
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at + 3] ?? 0) > 0) colours.add(String(pixels.slice(at, at + 4)));
      return [...colours];
    });
  await expect.poll(marked).not.toEqual([]);
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText(text('window.find.count', { index: 2, count: 3 }));
  const press = (key: 'window.find.word' | 'window.find.case' | 'window.find.regex') =>
    bar.getByRole('button', { name: text(key) }).click();
  await press('window.find.word');
  await expect(bar.getByRole('status')).toHaveText(/of 2$/);
  await press('window.find.case');
  await expect(bar.getByRole('status')).toHaveText(/of 1$/);
  await press('window.find.word');
  await press('window.find.regex');
  await bar.getByRole('searchbox').fill('^needle(s');
  await expect(bar.getByRole('status')).toContainText('group');
  await bar.getByRole('searchbox').fill('n[a-z]+s$');
  await expect(bar.getByRole('status')).toHaveText(text('window.find.count', { index: 1, count: 1 }));
  await page.keyboard.press('Escape');
  await expect.poll(marked).toEqual([]);

  // A double click takes a path whole, Alt+drag a rectangle.
  await shell.run('clear; echo \'open "a b/it.ts:3" now\'; echo 123456; echo abcdef');
  await shell.shows('abcdef');
  const copied = async () => {
    await page.keyboard.press('Control+Shift+C');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const onPath = await shell.pointOf('b/it.ts');
  await page.mouse.dblclick(onPath.x, onPath.y);
  expect(await copied()).toBe('a b/it.ts:3');
  const [from, to] = [await shell.pointOf('23456'), await shell.pointOf('def')];
  await page.keyboard.down('Alt');
  await page.mouse.move(from.x - 3, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x + 4, to.y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  expect(await copied()).toBe('234\nbcd');

  // Somebody reads further up, and the program goes on: first lines, then redraws of the whole screen.
  await shell.run(
    "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo up-$i; done; sleep 3; i=0; while [ $i -lt 6000 ]; do i=$((i+1)); echo more-$i; done; i=0; while [ $i -lt 200 ]; do i=$((i+1)); printf '\\033[H\\033[2Jframe %s' $i; done; echo; echo all-'done'; : > written",
  );
  await shell.shows('up-100');
  await shell.region.hover();
  await page.mouse.wheel(0, -1000);
  await expect.poll(() => shell.screen()).not.toContain('up-100');
  const read = await shell.screen();
  expect(read).not.toContain('more-');
  const stop = await shell.watch(read.split('\n')[0] ?? '');
  await expect
    .poll(() =>
      access(`${folder}/written`).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  expect(await shell.screen()).toBe(read);
  expect((await stop()).without).toBe(0);
  // Who types is at the end again.
  await shell.press('Enter');
  await shell.shows('all-done');
  await expect(shell.region).toContainText('frame 200');
});
