import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

const AGENT = resolve(import.meta.dirname, '../../support/redrawing-agent.mjs');

test('lines that are read further up stay while the agent below redraws its panel, drops its oldest lines and prints all of it anew', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'reader' });
  await shell.run(`clear; "${process.execPath}" "${AGENT}"`);
  const tab = window.tabs.first();
  /** Lets the agent go on, until the window has read everything that came of it. */
  const step = async (number: number) => {
    await writeFile(join(folder, `go-${number}`), '');
    await expect(tab.getByRole('img', { name: text('window.pane.progress', { percent: number }) })).toBeVisible({ timeout: 60_000 });
  };
  await step(1);
  await shell.shows('said 9000');

  await shell.region.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -1000);
    expect(await shell.screen()).not.toContain('said 9000');
  }).toPass();
  const read = await shell.screen();
  const [first = ''] = read.split('\n');
  expect(first).toMatch(/^said 8\d\d\d$/);

  for (const [number, what] of [
    [2, 'a panel that is drawn anew'],
    [3, 'the oldest lines dropped'],
  ] as const) {
    const stop = await shell.watch(first);
    await step(number);
    expect(await shell.screen(), what).toBe(read);
    expect((await stop()).without, what).toBe(0);
  }
  await step(4);
  await expect.poll(() => shell.screen(), 'everything wiped and printed anew').toBe(read);

  // At the end, it follows again.
  await page.keyboard.press('Control+Shift+P');
  await page
    .getByRole('dialog', { name: text('window.palette') })
    .getByRole('combobox')
    .fill(text('window.action.scroll-bottom'));
  await expect(page.getByRole('option').first()).toContainText(text('window.action.scroll-bottom'));
  await page.keyboard.press('Enter');
  await shell.shows('said 15020');
  await step(5);
  await shell.shows('all is said');
  await writeFile(join(folder, 'go-end'), '');
  await shell.ready();
});
