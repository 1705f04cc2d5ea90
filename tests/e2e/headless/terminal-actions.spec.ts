import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Marks an action in the palette, as typing its name does. */
async function mark(page: Page, key: Parameters<typeof text>[0]): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page
    .getByRole('dialog', { name: text('window.palette') })
    .getByRole('combobox')
    .fill(text(key));
  await expect(page.getByRole('option').first()).toContainText(text(key));
}

/** Chooses an action in the palette. */
async function choose(page: Page, key: Parameters<typeof text>[0]): Promise<void> {
  await mark(page, key);
  await page.keyboard.press('Enter');
}

test('selecting copies when that is chosen; everything is selected, what is in view is saved, prompts are gone to, the view is emptied', async ({
  app,
  openWindow,
  folder,
}) => {
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'terminal.copyOnSelect', value: 'true' }));
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'acted on' });
  await shell.run(
    "clear; for p in 1 2 3; do printf '\\033]133;A\\007'; echo at-prompt-$p; i=0; while [ $i -lt 80 ]; do i=$((i+1)); echo out-$p-$i; done; done; echo all-'there'",
  );
  await shell.shows('all-there');

  const from = await shell.pointOf('out-3-80');
  const to = await shell.pointOf('all-there');
  await page.mouse.move(from.x - 3, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => clipboard(page), 'no key was pressed').toMatch(/^out-3-80\nall-/);

  // Keys one right after the other: the second finds what the first chose carried out.
  await mark(page, 'window.action.select-all');
  await page.evaluate(() => {
    const press = (init: KeyboardEventInit) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
    press({ key: 'Enter', code: 'Enter' });
    press({ key: 'C', code: 'KeyC', ctrlKey: true, shiftKey: true });
  });
  await expect.poll(() => clipboard(page)).toMatch(/at-prompt-1\nout-1-1\n[\s\S]*out-3-80\nall-there/);

  // From prompt to prompt: the one that was gone to stands at the top.
  const top = async () => (await shell.screen()).split('\n')[0];
  await choose(page, 'window.action.prompt-previous');
  await expect.poll(top).toBe('at-prompt-3');
  await choose(page, 'window.action.prompt-previous');
  await expect.poll(top).toBe('at-prompt-2');
  await choose(page, 'window.action.prompt-next');
  await expect.poll(top).toBe('at-prompt-3');

  // What is in view, and nothing above or below it.
  const saved = page.waitForEvent('download');
  await choose(page, 'window.action.export-visible');
  const lines = (await readFile(await (await saved).path(), 'utf8')).trimEnd().split('\n');
  expect(lines[0]).toBe('at-prompt-3');
  expect(lines).toHaveLength(await shell.rows());

  // Emptied under somebody who read further up, it shows what comes.
  await choose(page, 'window.action.clear');
  await expect.poll(() => shell.screen()).not.toContain('out-');
  await shell.run("i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo new-$i; done; echo new-'end'");
  await shell.shows('new-end');
});

test('a key that the app keeps reaches the program when the next key is the terminal’s, and only that one', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const left = await window.start({ agent: 'shell', folder, name: 'left' });
  await page.keyboard.press('Control+Shift+E');
  const right = await window.start({ agent: 'shell', folder, name: 'right' });
  await right.run('cat');
  await choose(page, 'window.action.literal-key');
  await expect(page.getByText(text('window.notice.literal-key'))).toBeVisible();
  await expect(right.region.locator('textarea')).toBeFocused();
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await right.shows('^[[1;6D');
  await expect(right.region.locator('textarea')).toBeFocused();
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await expect(left.region.locator('textarea')).toBeFocused();
});

test('what is chosen for letters is shown while it is chosen, before any terminal is looked at', async ({ openWindow }) => {
  const window = await openWindow();
  const { page } = window;
  await window.openSettings();
  const preview = page.getByRole('figure', { name: text('window.settings.preview') }).locator('pre');
  await expect(preview).toHaveCSS('font-size', '13px');
  await page.getByRole('spinbutton', { name: text('setting.terminal.fontSize') }).fill('21');
  await expect(preview).toHaveCSS('font-size', '21px');
  const family = page.getByRole('textbox', { name: text('setting.terminal.fontFamily') });
  await family.fill('Courier New');
  await family.press('Enter');
  await expect(preview).toHaveCSS('font-family', /^"?Courier New/);
  await page.getByRole('combobox', { name: text('setting.terminal.theme') }).selectOption('gruvbox-dark');
  await expect(preview.locator('..')).toHaveCSS('background-color', 'rgb(40, 40, 40)');
});

test('a drawing context of the graphics card belongs to a pane that is on show, and to no other', async ({ app, openWindow, folder }) => {
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'terminal.renderer', value: 'webgl' }));
  const window = await openWindow();
  const { page } = window;
  // xterm.js has other canvases too, for measuring and for marks.
  const drawing = '.xterm-screen > canvas:not([class])';
  const drawings = page.locator(drawing);
  const names = ['one', 'two', 'three'];
  for (const name of names) {
    // Where WebGL draws, no element of the page has the text.
    const row = window.session(name);
    await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: folder }));
    await row.click();
    await expect(window.terminal(name).region.locator(drawing)).toHaveCount(1);
    await expect(drawings).toHaveCount(1);
  }
  await page.keyboard.press('Control+Shift+S');
  await expect(drawings, 'behind another place').toHaveCount(0);
  await page.keyboard.press('Control+Shift+S');
  await expect(drawings).toHaveCount(1);
});
