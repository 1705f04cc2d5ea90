import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogLine } from '#shared/contract/index.ts';
import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { isWithinReach } from '../../support/reach.ts';
import { text } from '../../support/texts.ts';

/** More than two pages of what the window fetches at once. */
const LINES = 1000;
const TOKEN = `ghp_${'0123456789abcdefghij'.repeat(2)}`;

const line = (message: string, more: object = {}) =>
  `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'info', process: 'engine', message, ...more })}\n`;

test('the logs are searched, narrowed down to a call, followed, read to their end, and bundled for whoever helps', async ({
  app,
  openWindow,
  folder,
}) => {
  const path = join(app.dataFolder, 'logs', 'engine.log');
  await appendFile(path, Array.from({ length: LINES }, (_, n) => line(`planted ${n}`, { level: 'debug', n })).join(''));
  await appendFile(path, line('the pump is dry', { level: 'error', reason: `no water: ${TOKEN}` }));
  await asOwner(app.dataFolder, (client) => client.session.create({ name: 'garden', agent: 'shell', cwd: folder }));
  const { page } = await openWindow();
  const keys = page.keyboard;

  // By the palette, as somebody does who does not know where it is.
  await keys.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.logs'));
  await page.getByRole('option', { name: text('window.action.logs'), exact: true }).click();
  const logs = page.getByRole('main', { name: text('window.place.logs') });
  const search = logs.getByRole('searchbox', { name: text('window.logs.search') });
  await expect(search).toBeFocused();
  const items = logs.getByRole('list', { name: text('window.logs.list') }).getByRole('listitem');
  const rows = items.getByRole('button');
  const details = logs.getByRole('region');
  const choice = (name: 'level' | 'since') => logs.getByRole('combobox', { name: text(`window.logs.${name}`) });

  // What one call made engine and holder say.
  await search.fill('session.create');
  await expect(rows).toHaveCount(1);
  await keys.press('ArrowDown');
  await keys.press('Home');
  await expect(details).toContainText('session.create');
  await details.getByRole('button', { name: text('window.logs.line.copy') }).click();
  const copied = LogLine.parse(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())));
  expect(copied.call).toMatch(/^cal_/);
  await details.getByRole('button', { name: text('window.logs.line.call') }).click();
  await expect(rows.filter({ hasText: 'holder' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: 'planted' })).toHaveCount(0);
  await logs.getByRole('button', { name: text('window.logs.all-calls') }).click();

  await choice('level').selectOption('error');
  await choice('since').selectOption('1h');
  await expect(rows).toHaveText([/the pump is dry/]);
  await isAccessibleIn(THEMES, page, 'the logs');
  await search.fill('no such words');
  await expect(logs.getByText(text('window.logs.none'))).toBeVisible();
  await logs.getByRole('button', { name: text('window.logs.clear') }).click();

  // As far as one goes; only what is in sight is drawn.
  await search.fill('planted ');
  await expect(items.first()).toHaveAttribute('aria-setsize', '400');
  expect(await items.count()).toBeLessThan(100);
  await keys.press('ArrowDown');
  for (const older of ['800', String(LINES)]) {
    await keys.press('End');
    await expect(items.first()).toHaveAttribute('aria-setsize', older);
  }
  await keys.press('End');
  await expect(rows.filter({ hasText: /planted 0 / })).toBeFocused();

  // What comes is shown as it comes, and moves nothing that is read.
  const follow = logs.getByRole('button', { name: text('window.logs.follow') });
  await follow.click();
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  const before = await rows.filter({ hasText: /planted 0 / }).boundingBox();
  await appendFile(path, line('planted anew') + line('not asked for'));
  await expect(items.first()).toHaveAttribute('aria-setsize', String(LINES + 1));
  expect(await rows.filter({ hasText: /planted 0 / }).boundingBox()).toEqual(before);

  // The bundle is shown before it is saved, and is what was shown.
  await logs.getByRole('button', { name: text('window.logs.bundle.open') }).click();
  const bundle = page.getByRole('dialog', { name: text('window.logs.bundle') });
  const content = bundle.getByRole('textbox', { name: text('window.logs.bundle.content') });
  await expect(content).toHaveValue(/== doctor ==/);
  await isAccessibleIn(THEMES, page, 'the diagnostics bundle');
  const shown = await content.inputValue();
  expect(shown).toContain('planted anew');
  expect(shown).not.toContain(TOKEN);
  const saving = page.waitForEvent('download');
  await bundle.getByRole('button', { name: text('window.logs.bundle.save') }).click();
  expect(await readFile(await (await saving).path(), 'utf8')).toBe(shown);
  await expect(bundle).toBeHidden();
  await page.setViewportSize({ width: 640, height: 400 });
  await isWithinReach(page, 'the logs in a narrow window');
});
