import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { text, textsIn } from '../../support/texts.ts';

const chinese = textsIn('zh-CN');
const setting = (name: 'customCss' | 'theme' | 'contrast' | 'density' | 'language' | 'terminal.theme' | 'terminal.fontSize') =>
  text(`setting.${name}`);

test('every setting holds at once, is written down, and can be given its default back', async ({ app, openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  const html = page.locator('html');
  const shell = await window.start({ agent: 'shell', folder, name: 'behind' });
  const before = await shell.region.locator('.xterm-rows > div').first().boundingBox();

  const search = await window.openSettings();
  await page.getByRole('combobox', { name: setting('theme') }).selectOption('dark');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('combobox', { name: setting('contrast') }).selectOption('high');
  await expect(html).toHaveAttribute('data-contrast', 'high');
  await page.getByRole('combobox', { name: setting('density') }).selectOption('compact');
  await page.getByRole('combobox', { name: setting('terminal.theme') }).selectOption('gruvbox-dark');
  const size = page.getByRole('spinbutton', { name: setting('terminal.fontSize') });
  await size.fill('99');
  await expect(page.getByText(text('window.settings.between', { least: 8, most: 32 }))).toBeVisible();
  // One between the steps is no value either.
  await size.fill('13.5');
  await expect(size).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(text('window.settings.step', { step: 1 }))).toBeVisible();
  await size.fill('20');
  const written = () => readFile(join(app.dataFolder, 'settings.toml'), 'utf8');
  await expect.poll(written).toContain('fontSize = 20');
  expect(await written()).toMatch(/theme = "dark"\ncontrast = "high"\ndensity = "compact"/);

  await search.fill(setting('contrast'));
  await expect(page.getByRole('combobox')).toHaveCount(1);
  await page.getByRole('button', { name: text('window.settings.reset', { setting: setting('contrast') }) }).click();
  await expect(html).toHaveAttribute('data-contrast', 'normal');
  expect(await written()).not.toContain('contrast');

  // Colours of one's own are shown while they are typed; what is refused is named by its line and changes nothing.
  await search.fill(setting('customCss'));
  const own = page.getByRole('textbox', { name: setting('customCss') });
  const accent = () => html.evaluate((root) => getComputedStyle(root).getPropertyValue('--accent'));
  await own.fill('--ks-accent: #00aa00;');
  expect(await accent()).toBe('#00aa00');
  await own.fill('--ks-accent: #00aa00;\n--ks-ink: url(x)');
  const refused = page.getByRole('alert').filter({ hasText: '--ks-ink: url(x)' });
  await expect(refused).toHaveText(text('error.reason.the-token-takes-a-colour', { line: 2, text: '--ks-ink: url(x)' }));
  await own.fill('--ks-accent: #00aa00;\n--ks-light-ink: #ff0000');
  await search.click();
  await expect.poll(written).toContain('customCss = "--ks-accent: #00aa00;\\n--ks-light-ink: #ff0000"');
  expect(await html.evaluate((root) => getComputedStyle(root).getPropertyValue('--ink'))).toBe('#e4e5e9');

  // The terminal was there all the time, and has what was chosen.
  await page.getByRole('button', { name: text('window.place.sessions'), exact: true }).click();
  await expect(shell.region.locator('textarea')).toBeFocused();
  await expect
    .poll(async () => (await shell.region.locator('.xterm-rows > div').first().boundingBox())?.height)
    .toBeGreaterThan(before!.height);
  await expect(shell.region.locator('.xterm-scrollable-element')).toHaveCSS('background-color', 'rgb(40, 40, 40)');
  expect((await window.session('behind').boundingBox())?.height).toBe(28);

  await page.reload();
  await window.isConnected();
  await expect(html).toHaveAttribute('data-density', 'compact');
  expect(await accent()).toBe('#00aa00');
});

test('keys are the person’s to choose, and what two actions share is told', async ({ app, openWindow }) => {
  const window = await openWindow();
  const { page, newSession } = window;
  const keys = page.keyboard;
  const palette = page.getByRole('dialog', { name: text('window.palette') });
  const change = (action: string) => page.getByRole('button', { name: text('window.settings.keys.change', { action }) });
  const create = text('window.action.session-new');

  // Of two, the one that the list has first gets it.
  const clash = (other: string) => text('window.settings.keys.clash', { other, winner: create });
  const search = await window.openSettings();
  await search.fill(create);
  await change(create).click();
  await keys.press('j');
  await expect(page.getByText(text('window.settings.keys.problem.text'))).toBeVisible();
  await keys.press('Control+Shift+P');
  await expect(palette, 'a key that is being chosen does nothing else').toBeHidden();
  await expect(page.getByText(clash(text('window.action.palette')))).toBeVisible();
  await page.getByRole('button', { name: text('window.settings.keys.take') }).click();
  await expect(page.getByText(clash(text('window.action.palette')))).toBeHidden();

  await keys.press('Control+Shift+P');
  await expect(newSession.dialog).toBeVisible();
  await keys.press('Escape');
  // A page that goes at this moment takes along what it has not sent.
  await expect.poll(() => readFile(join(app.dataFolder, 'settings.toml'), 'utf8')).toContain('palette = ""');
  await page.reload();
  await window.isConnected();
  await keys.press('Control+Shift+Enter');
  await keys.press('Control+Shift+P');
  await expect(newSession.dialog, 'it holds after a reload').toBeVisible();
  await keys.press('Escape');

  await (await window.openSettings()).fill(text('window.action.palette'));
  await page.getByRole('button', { name: text('window.settings.reset', { setting: text('window.action.palette') }) }).click();
  await expect(page.getByText(clash(create))).toBeVisible();

  // What is clicked while a key is being chosen is what was meant, though the row closes up.
  await page.getByRole('searchbox', { name: text('window.settings.search') }).fill(create);
  await change(create).click();
  await page.getByRole('button', { name: text('window.settings.reset', { setting: create }) }).click();
  await expect.poll(() => readFile(join(app.dataFolder, 'settings.toml'), 'utf8')).not.toContain('session-new');
});

test('the settings stay as they are while the engine is away, with what was typed, and go on when it is back', async ({
  app,
  openWindow,
}) => {
  const window = await openWindow();
  const { page } = window;
  const search = await window.openSettings();
  await search.fill('own');
  const own = page.getByRole('textbox', { name: setting('customCss') });
  await own.fill('--ks-accent: #00');
  await page.evaluate(() => Object.assign(globalThis, { samePage: true }));
  await app.killHard();
  await expect(window.banner).toBeVisible();
  await expect(own).toHaveValue('--ks-accent: #00');
  await search.fill('');
  await expect(page.getByRole('region', { name: text('window.settings.section.secrets') })).toBeVisible();
  await app.start();
  await window.isConnected();
  await search.fill('own');
  await own.fill('--ks-accent: #00aa00;');
  await search.click();
  const written = () => readFile(join(app.dataFolder, 'settings.toml'), 'utf8').catch(() => 'not there yet');
  await expect.poll(written).toContain('#00aa00');
  // Given back, it is nowhere any more, whatever is clicked afterwards.
  await own.focus();
  await page.getByRole('button', { name: text('window.settings.reset', { setting: setting('customCss') }) }).click();
  await search.click();
  await expect.poll(written).not.toContain('customCss');
  expect(await page.evaluate(() => Reflect.get(globalThis, 'samePage'))).toBe(true);
});

test('the settings speak the language that is chosen in them', async ({ openWindow }) => {
  const window = await openWindow();
  const { page } = window;
  await window.openSettings();
  await page.getByRole('combobox', { name: setting('language') }).selectOption('zh-CN');
  await expect(page.getByRole('heading', { name: chinese('window.settings.section.about') })).toBeVisible();
  await expect(page.getByRole('combobox', { name: chinese('setting.theme') })).toBeVisible();
});

test('the list of the settings says which section one reads, while it is scrolled, after a click and in a search', async ({
  openWindow,
}) => {
  const window = await openWindow();
  const { page } = window;
  const search = await window.openSettings();
  const list = page.getByRole('navigation', { name: text('window.place.settings') });
  const section = (name: 'window' | 'terminal' | 'secrets' | 'about') =>
    list.getByRole('button', { name: text(`window.settings.section.${name}`), exact: true });
  const current = list.locator('[aria-current]');
  await expect(current).toHaveText(text('window.settings.section.window'));

  await section('terminal').click();
  await expect(section('terminal')).toHaveAttribute('aria-current', 'location');
  await expect(current).toHaveCount(1);
  // One that stands too far down to get to the top is what was asked for all the same.
  await section('secrets').click();
  await expect(current).toHaveText(text('window.settings.section.secrets'));

  await page.getByRole('main').hover();
  await page.mouse.wheel(0, 100_000);
  await expect(current).toHaveText(text('window.settings.section.about'));
  await page.mouse.wheel(0, -100_000);
  await expect(current).toHaveText(text('window.settings.section.window'));

  await search.fill(text('window.settings.section.terminal'));
  await expect(current).toHaveCount(1);
  await expect(list.getByRole('button').first()).toHaveAttribute('aria-current', 'location');
});

test('the palette leads to a setting, and to a section of them', async ({ openWindow }) => {
  const window = await openWindow();
  const { page } = window;
  const palette = page.getByRole('dialog', { name: text('window.palette') });
  const choose = async (typed: string, title: string) => {
    await page.keyboard.press('Control+Shift+P');
    await palette.getByRole('combobox').fill(typed);
    await palette
      .getByRole('group', { name: text('window.place.settings') })
      .getByRole('option', { name: title })
      .click();
    await expect(palette).toBeHidden();
  };
  await choose('font size', setting('terminal.fontSize'));
  await expect(page.getByRole('spinbutton', { name: setting('terminal.fontSize') })).toBeFocused();
  const current = page.getByRole('navigation', { name: text('window.place.settings') }).locator('[aria-current]');
  await expect(current).toHaveText(text('window.settings.section.terminal'));

  // From within the settings too, and past what is searched for in them.
  await page.getByRole('searchbox', { name: text('window.settings.search') }).fill('nothing has this');
  await choose(text('window.doctor'), text('window.settings.section.about'));
  await expect(page.getByRole('region', { name: text('window.settings.section.about') })).toBeFocused();
});
