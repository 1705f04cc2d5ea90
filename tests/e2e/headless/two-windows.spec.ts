import { attachedCli } from '../../support/attached-cli.ts';
import { bringToFront, expect, openBeside, test } from '../../support/e2e.ts';
import type { TerminalView } from '../../support/window/terminal-view.ts';

const LARGE = { viewport: { width: 1280, height: 800 } };
const SMALL = { viewport: { width: 900, height: 500 } };
/** Of a terminal that no window has given a size; a large window has room for more. */
const DEFAULT_ROWS = 24;

/** What the program in the terminal believes its size to be, as `rows cols`. */
async function sizeInside(terminal: TerminalView, mark: string): Promise<string> {
  await terminal.run(`echo ${mark}$(stty size)${mark}`);
  await terminal.shows(new RegExp(`${mark}(\\d+ \\d+)${mark}`));
  return new RegExp(`${mark}(\\d+ \\d+)${mark}`).exec(await terminal.screen())?.[1] ?? '';
}

test.describe('two windows of different size on one session', () => {
  test('show the same screen, and what is typed in one is seen in both', async ({ openWindow, folder }) => {
    const large = await openWindow(LARGE);
    const first = await large.start({ agent: 'shell', folder, name: 'shared' });
    await first.run('echo from the large one');
    const small = await openWindow(SMALL);
    const second = await small.show('shared');
    await second.shows('from the large one');
    await second.run('echo from the small one');
    await first.shows('\nfrom the small one');
    await first.run('echo and back');
    await second.shows('\nand back');
    await expect.poll(async () => (await first.screen()) === (await second.screen())).toBe(true);
  });

  test('have the size of the one that was focused last; the other one is letter-boxed', async ({ app, openWindow, folder }) => {
    const large = await openWindow(LARGE);
    const first = await large.start({ agent: 'shell', folder, name: 'sized' });
    const wide = await sizeInside(first, 'A');

    const small = await openBeside(large, app, SMALL.viewport);
    const second = await small.show('sized');
    await expect(first.letterbox()).toBeVisible();
    await expect(second.letterbox()).toBeHidden();
    const narrow = await sizeInside(second, 'B');
    expect(narrow).not.toBe(wide);
    expect(Number(narrow.split(' ')[1])).toBeLessThan(Number(wide.split(' ')[1]));
    await expect.poll(() => first.rows()).toBe(Number(narrow.split(' ')[0]));

    await bringToFront(large, app);
    await expect(first.letterbox()).toBeHidden();
    await expect(second.letterbox()).toBeVisible();
    expect(await sizeInside(first, 'C')).toBe(wide);
  });

  test('and a terminal on the command line have one size, of whichever was used last; each of the others is told whose', async ({
    app,
    openWindow,
    folder,
  }) => {
    const large = await openWindow(LARGE);
    const first = await large.start({ agent: 'shell', folder, name: 'wandering' });
    // Its first prompt may be there before it fills its pane.
    await expect.poll(() => first.rows()).toBeGreaterThan(DEFAULT_ROWS);
    const wide = await first.rows();
    const small = await openBeside(large, app, SMALL.viewport);
    const second = await small.show('wandering');
    await expect(first.letterbox()).toBeVisible();
    await expect.poll(() => second.rows()).toBeLessThan(wide);
    const narrow = await second.rows();

    // Attaching counts as use.
    const mine = attachedCli(app.dataFolder, 'wandering', { cols: 71, rows: 13 });
    try {
      for (const page of [first, second]) {
        await expect(page.letterbox()).toContainText('71 × 13');
        await expect.poll(() => page.rows()).toBe(13);
      }
      expect(mine.said()).not.toMatch(/another window/);

      await bringToFront(large, app);
      await expect(first.letterbox()).toBeHidden();
      await expect.poll(() => second.rows()).toBe(wide);
      await expect(second.letterbox()).toContainText(`× ${wide}`);
      await expect.poll(() => mine.said()).toMatch(new RegExp(`another window’s \\(\\d+ × ${wide}\\)`));

      mine.type('echo by-hand\r');
      await expect(first.letterbox()).toContainText('71 × 13');
      await expect(second.letterbox()).toContainText('71 × 13');
      await first.shows('\nby-hand');

      await bringToFront(small, app);
      await expect(second.letterbox()).toBeHidden();
      await expect.poll(() => first.rows()).toBe(narrow);
      await expect(first.letterbox()).toContainText(`× ${narrow}`);
      await expect.poll(() => mine.said()).toMatch(new RegExp(`another window’s \\(\\d+ × ${narrow}\\)`));
    } finally {
      await mine.end();
    }
  });

  test('answer a query of the program exactly once', async ({ openWindow, folder }) => {
    const large = await openWindow(LARGE);
    const first = await large.start({ agent: 'shell', folder, name: 'queried' });
    const small = await openWindow(SMALL);
    const second = await small.show('queried');
    await second.ready();
    // The answers arrive as input: what comes within two seconds is counted, a second answer as well.
    await second.run(`stty -icanon -echo min 0 time 20; printf '\\033[c'; od -An -c; stty sane; echo answered`);
    await first.shows('\nanswered');
    await second.shows('\nanswered');
    const answers = (await second.screen()).match(/033\s+\[\s+\?/g) ?? [];
    expect(answers).toHaveLength(1);
  });

  test('a window that closes leaves the size to the one that is left', async ({ openWindow, folder }) => {
    const large = await openWindow(LARGE);
    const first = await large.start({ agent: 'shell', folder, name: 'left alone' });
    const wide = await sizeInside(first, 'A');
    const small = await openWindow(SMALL);
    const second = await small.show('left alone');
    await second.focus();
    await expect(first.letterbox()).toBeVisible();
    await small.page.close();
    await expect(first.letterbox()).toBeHidden();
    expect(await sizeInside(first, 'B')).toBe(wide);
  });
});
