import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { text, textsIn } from '../../support/texts.ts';

const ASSETS = resolve(import.meta.dirname, '../../../out/renderer/assets');

const chinese = textsIn('zh-CN');

test('the main job needs no mouse', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page, newSession } = window;
  const keys = page.keyboard;

  await keys.press('Control+Shift+Enter');
  await expect(newSession.folder).toBeFocused();
  await keys.type(folder);
  await keys.press('Tab');
  await expect(newSession.name).toBeFocused();
  await keys.press('Control+A');
  await keys.type('by keys');
  await keys.press('Enter');
  // A busy machine takes its time for the first Kimi.
  await expect(newSession.dialog).toBeHidden({ timeout: 60_000 });

  // The caret is in the terminal by itself.
  const kimi = window.terminal('by keys');
  await kimi.shows('Trust this folder?', { timeout: 30_000 });
  await keys.press('Enter');
  await kimi.shows(/context: \d+%/);
  await keys.type('run a command');
  await kimi.shows('run a command');
  await keys.press('Shift', { delay: 200 });
  await keys.press('Enter');
  await window.says('by keys', 'waiting', 'echo hello from the demo');
  await kimi.shows('1. Approve once');
  await keys.press('1');
  await kimi.shows('The command printed: hello from the demo');

  // Find in the terminal.
  await keys.press('Control+Shift+F');
  const find = page.getByRole('searchbox', { name: text('window.find') });
  // Typed before the bar is drawn, it is meant for the bar all the same.
  await keys.type('command printed');
  await expect(find).toBeFocused();
  await expect(find).toHaveValue('command printed');
  await expect(page.getByText(text('window.find.count', { index: 1, count: 1 }), { exact: true })).toBeVisible();
  await keys.press('Escape');
  await expect(find).toBeHidden();
  await expect(kimi.region.locator('textarea')).toBeFocused();

  // Split, and a shell in the new pane.
  await keys.press('Control+Shift+E');
  await expect(page.getByRole('heading', { name: text('window.stage.pick') })).toBeVisible();
  await keys.press('Control+Shift+Enter');
  await keys.press('Shift+Tab');
  await keys.press('ArrowDown');
  await expect(newSession.agent('shell')).toBeChecked();
  await keys.press('Tab');
  await keys.press('Tab');
  await keys.press('Control+A');
  await keys.type('beside it');
  await keys.press('Enter');
  const shell = window.terminal('beside it');
  await shell.ready();
  await keys.type('echo in the right pane\n');
  await shell.shows('\nin the right pane');

  // Between the panes, to the list and back, and close.
  await keys.press('Control+Shift+ArrowLeft');
  await expect(kimi.region.locator('textarea')).toBeFocused();
  await keys.press('Control+Shift+ArrowRight');
  await expect(shell.region.locator('textarea')).toBeFocused();
  await keys.press('Control+Shift+L');
  await expect(window.sessions.locator(':focus')).toHaveCount(1);
  await keys.press('Control+Shift+Space');
  await expect(shell.region.locator('textarea')).toBeFocused();
  await keys.press('Control+Shift+Backspace');
  await expect(shell.region).toBeHidden();
  await expect(kimi.region.locator('textarea')).toBeFocused();
  await expect(window.session('beside it'), 'closing a pane ends nothing').toBeVisible();

  // Stop it by the palette.
  await keys.press('Control+Shift+P');
  await expect(page.getByRole('dialog', { name: text('window.palette') }).getByRole('combobox')).toBeFocused();
  await keys.type(text('window.action.session-stop'));
  await expect(page.getByRole('option')).toHaveText([new RegExp(text('window.action.session-stop'))]);
  await keys.press('Enter');
  await window.says('by keys', 'exited');
});

test('the caret returns to the terminal from everything that took it', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page, newSession } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'caret' });
  const input = shell.region.locator('textarea');
  await expect(input).toBeFocused();
  const palette = page.getByRole('dialog', { name: text('window.palette') });

  await page.keyboard.press('Control+Shift+Enter');
  await expect(newSession.folder).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(input).toBeFocused();

  await page.keyboard.press('Control+Shift+P');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(input).toBeFocused();

  await page.keyboard.press('Control+Shift+P');
  await palette.getByRole('combobox').fill(text('window.action.session-rename'));
  await page.keyboard.press('Enter');
  const name = page.getByRole('dialog', { name: text('window.rename.title') }).getByRole('textbox');
  await name.fill('renamed');
  await page.keyboard.press('Enter');
  await expect(window.session('renamed')).toBeVisible();
  const renamed = window.terminal('renamed');
  await expect(renamed.region.locator('textarea')).toBeFocused();

  await page.keyboard.press('Control+Shift+S');
  await expect(page.getByRole('searchbox', { name: text('window.settings.search') })).toBeFocused();
  await page.keyboard.press('Control+Shift+S');
  await expect(renamed.region.locator('textarea')).toBeFocused();
  await page.keyboard.type('echo nothing was lost\n');
  await renamed.shows('\nnothing was lost');
});

test('what is typed before the palette has come is for the palette, and what is typed after continues it', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'ahead' });
  const release = Promise.withResolvers<void>();
  const part = await partWith(/^palette.*\.js$/, 'cmdk-');
  await page.route(`**/assets/${part}`, async (route) => {
    await release.promise;
    await route.fallback();
  });
  await page.reload({ waitUntil: 'commit' });
  await window.isConnected();
  await expect(shell.region.locator('textarea')).toBeFocused();

  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Larger terminal');
  const box = page.getByRole('dialog', { name: text('window.palette') }).getByRole('combobox');
  await expect(box).toBeHidden();
  release.resolve();
  await expect(box).toBeFocused();
  await page.keyboard.type(' font');
  await expect(box).toHaveValue('Larger terminal font');
  await page.keyboard.press('Escape');
  await expect(shell.region.locator('textarea')).toBeFocused();
  await page.keyboard.type('echo only-$((40+2))\n');
  await shell.shows('only-42');
  await expect(shell.region).not.toContainText('Larger');
});

test('the language changes without a reload', async ({ openWindow }) => {
  const window = await openWindow();
  const { page } = window;
  await page.evaluate(() => {
    document.body.dataset.notReloaded = 'true';
  });
  const choose = async (palette: string, action: string) => {
    await page.keyboard.press('Control+Shift+P');
    await expect(page.getByRole('dialog', { name: palette }).getByRole('combobox')).toBeFocused();
    await page.keyboard.type(action);
    await expect(page.getByRole('option')).toHaveText([new RegExp(action)]);
    await page.keyboard.press('Enter');
  };
  await choose(text('window.palette'), text('window.action.language-zh-CN'));
  await expect(page.getByRole('heading', { name: chinese('window.stage.first.title') })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await choose(chinese('window.palette'), chinese('window.action.language-en'));
  await expect(page.getByRole('heading', { name: text('window.stage.first.title') })).toBeVisible();
  await expect(page.locator('body')).toHaveAttribute('data-not-reloaded', 'true');
});

test('a terminal that is open names its input in the language that is chosen, and the bar counts only programs of sessions', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const bar = page.getByRole('contentinfo');
  // The demo's model runs too, and is nobody's session.
  await expect(bar).toContainText(text('window.status.programs_other', { count: 0 }));
  await window.start({ agent: 'shell', folder, name: 'spoken' });
  await expect(bar).toContainText(text('window.status.programs_one', { count: 1 }));
  await expect(page.getByRole('textbox', { name: text('window.pane.input') })).toBeAttached();
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByRole('dialog', { name: text('window.palette') }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text('window.action.language-zh-CN'));
  await expect(page.getByRole('option')).toHaveText([new RegExp(text('window.action.language-zh-CN'))]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: chinese('window.pane.input') })).toBeAttached();
});

// The desktop's windows end with its engine (tests/e2e/desktop/what-breaks.spec.ts); its page in a browser does not.
test('tabs and splits survive a reload and a restart of the engine', async ({ app, openPage, openWindow, folder }) => {
  const window = await openPage();
  const { page } = window;
  await window.start({ agent: 'shell', folder, name: 'tab one' });
  await window.start({ agent: 'shell', folder, name: 'tab two' });
  await page.keyboard.press('Control+Shift+E');
  await window.start({ agent: 'shell', folder, name: 'right of two' });
  await window.terminal('right of two').run('echo kept in its place');
  await window.terminal('right of two').shows('\nkept in its place');

  const asItWas = async () => {
    await expect(window.tabs).toHaveCount(2);
    await expect(window.tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
    await window.terminal('tab two').ready();
    await window.terminal('right of two').shows('\nkept in its place');
    const left = await window.terminal('tab two').region.boundingBox();
    const right = await window.terminal('right of two').region.boundingBox();
    expect(left!.x + left!.width).toBeLessThanOrEqual(right!.x + 1);
  };
  await asItWas();
  await page.reload();
  await window.isConnected();
  await asItWas();

  await app.killHard();
  await expect(window.banner).toBeVisible();
  await app.start();
  await expect(window.banner).toBeHidden();
  await asItWas();

  // Another window of the same person shows the same places.
  const other = await openWindow();
  await expect(other.tabs).toHaveCount(2);
});

/** Name of the built page's part that has these words in it, for parts may share a name. */
async function partWith(name: RegExp, words: string): Promise<string> {
  for (const file of await readdir(ASSETS)) {
    if (name.test(file) && (await readFile(join(ASSETS, file), 'utf8')).includes(words)) return file;
  }
  throw new Error(`no part of the built page is called ${name} and has ${words}`);
}
