import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

const SMALL = { width: 640, height: 400 };
const BROKEN = 'theme = = "dark"\n';
/** As high as the status bar, and the line above it. */
const STATUS_BAR = 25;

const notices = (page: Page) => page.getByRole('region', { name: text('window.notices') });
const place = (page: Page, name: 'audit' | 'settings') => page.getByRole('button', { name: text(`window.place.${name}`), exact: true });
const theme = (page: Page) => page.getByRole('combobox', { name: text('setting.theme') });

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not drawn');
  return box;
}

/** Whether the words of a paragraph, and not only its box, reach into what is beside them. */
async function wordsEndBefore(words: Locator, beside: Locator) {
  const right = await words.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return Math.min(range.getBoundingClientRect().right, element.getBoundingClientRect().right);
  });
  expect(right).toBeLessThanOrEqual((await boxOf(beside)).x);
}

test('a text that is refused is told at its field, tried once, and no notice', async ({ app, openWindow }) => {
  const { page } = await openWindow();
  await place(page, 'settings').click();
  await page.getByRole('searchbox').fill('telemetry.endpoint');
  const field = page.getByRole('textbox', { name: text('setting.telemetry.endpoint') });
  const saved = await field.inputValue();
  await field.fill('http://h.example/?a=b');
  await field.press('Enter');
  const said = page.getByRole('main').getByRole('alert');
  await expect(said).toHaveText(text('error.reason.an-address-of-http-or-https-without-a-query-is-expected'));
  await expect(field).toHaveAccessibleDescription(text('error.reason.an-address-of-http-or-https-without-a-query-is-expected'));
  await field.press('Enter');
  await page.getByRole('searchbox').focus();
  await expect(said).toBeVisible();
  await expect(notices(page).getByRole('alert')).toHaveCount(0);
  await isAccessibleIn(THEMES, page, 'a field with what is wrong');
  const tries = await asOwner(app.dataFolder, async (client) => (await client.audit.list({ procedure: 'settings.set' })).entries);
  expect(tries.map(({ result }) => result)).toEqual(['INVALID_INPUT']);

  await field.press('Escape');
  await expect(field).toHaveValue(saved);
  await expect(said).toHaveCount(0);
  await field.fill('http://h.example');
  await field.press('Enter');
  const held = () => asOwner(app.dataFolder, async (client) => (await client.settings.get({})).telemetry.endpoint);
  await expect.poll(held).toBe('http://h.example');
});

test('a settings file that is no TOML is told on top of the settings at once, and until it is one again', async ({ app, openWindow }) => {
  const file = join(app.dataFolder, 'settings.toml');
  const { page } = await openWindow();
  await place(page, 'settings').click();
  const said = page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /settings/ });
  await expect(theme(page)).toBeVisible();
  await expect(said).toHaveCount(0);
  await writeFile(file, `\n\n${BROKEN}`);
  await expect(said).toContainText(/settings\.toml cannot be used\..*what was good before holds/);
  await expect(said.getByRole('listitem')).toHaveText(/^line 3: /);
  await isAccessibleIn(THEMES, page, 'settings with a broken file');
  await writeFile(file, 'theme = "mauve"\nbogus_name = 1\n[terminal]\nfontsize = 9\n');
  await expect(said).toContainText(/Some of settings\.toml was ignored\./);
  await expect(said.getByRole('listitem'), 'a line for each').toHaveText([
    /^bogus_name: /,
    /^terminal\.fontsize: .*terminal\.fontSize/,
    /^theme /,
  ]);
  await expect(said).not.toContainText('line 3');
  await writeFile(file, 'theme = "dark"\n');
  await expect(said).toHaveCount(0);
});

test.describe('a variable', () => {
  test.use({ appOptions: { demo: true, env: { KIMI_SHELL_DENSITY: 'puce' } } });

  test('that could not be used is told as one, and not as the file', async ({ app, openWindow }) => {
    const { page } = await openWindow();
    await place(page, 'settings').click();
    const notice = page.getByRole('main').getByRole('status');
    const [said, lines] = [notice.getByRole('paragraph'), notice.getByRole('listitem')];
    await expect(said).toHaveText(/^These variables of the environment were ignored\./);
    await expect(lines).toHaveText(/^KIMI_SHELL_DENSITY /);
    await writeFile(join(app.dataFolder, 'settings.toml'), BROKEN);
    await expect(said).toHaveText([/^settings\.toml cannot be used\./, /^These variables of the environment/]);
    await expect(lines).toHaveText([/^line 1: /, /^KIMI_SHELL_DENSITY /]);
  });
});

test('an error goes when the same succeeds, and with the place that it was made in', async ({ app, openWindow }) => {
  const file = join(app.dataFolder, 'settings.toml');
  const { page } = await openWindow();
  await place(page, 'settings').click();
  await writeFile(file, BROKEN);
  await theme(page).selectOption('light');
  const error = notices(page).getByRole('alert');
  await expect(error).toContainText(file);
  await wordsEndBefore(error.getByText(file).first(), error.getByRole('button', { name: text('window.close') }));
  await writeFile(file, '');
  await theme(page).selectOption('light');
  await expect(error).toHaveCount(0);

  await writeFile(file, BROKEN);
  await theme(page).selectOption('dark');
  await expect(error).toHaveCount(1);
  await place(page, 'audit').click();
  await expect(error).toHaveCount(0);
});

test('in a narrow window an error is one line over the status bar, which covers nothing of the place', async ({ app, openWindow }) => {
  const { page } = await openWindow({ viewport: SMALL });
  await place(page, 'settings').click();
  await writeFile(join(app.dataFolder, 'settings.toml'), BROKEN);
  await theme(page).selectOption('light');
  const error = notices(page).getByRole('alert');
  await expect(error).toBeVisible();
  expect((await boxOf(notices(page))).y).toBeGreaterThanOrEqual(SMALL.height - STATUS_BAR);
  const close = error.getByRole('button', { name: text('window.close') });
  await wordsEndBefore(error.getByRole('paragraph'), close);
  await isAccessibleIn(THEMES, page, 'an error in a narrow window');

  // All of it for who asks, and no longer than that.
  const more = error.getByRole('button', { name: text('window.details') });
  await more.click();
  await expect(notices(page).getByText(text('error.INVALID_INPUT.todo'), { exact: true })).toBeVisible();
  await more.click();
  expect((await boxOf(notices(page))).y).toBeGreaterThanOrEqual(SMALL.height - STATUS_BAR);
  await close.click();
  await expect(error).toHaveCount(0);
  await expect(page.getByRole('searchbox'), 'the place keeps the caret').toBeFocused();
});
