import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditEntry } from '#shared/contract/index.ts';
import { withSqlite } from '../../support/audit.ts';
import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { isWithinReach } from '../../support/reach.ts';
import { text, textsIn } from '../../support/texts.ts';
import type { AppWindow } from '../../support/window/app-window.ts';

const chinese = textsIn('zh-CN');
/** More than two pages of what the window fetches at once. */
const CALLS = 450;

/** By the palette, as somebody does who does not know where it is. */
async function openLog({ page }: AppWindow) {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.audit'));
  await page.getByRole('option', { name: text('window.action.audit'), exact: true }).click();
  const log = page.getByRole('main', { name: text('window.place.audit') });
  const search = log.getByRole('searchbox', { name: text('window.audit.search') });
  await expect(search).toBeFocused();
  return {
    log,
    search,
    rows: log.getByRole('list', { name: text('window.audit.list') }).getByRole('button'),
    details: log.getByRole('region'),
    choice: (name: 'caller' | 'outcome' | 'since') => log.getByRole('combobox', { name: text(`window.audit.${name}`) }),
  };
}

test('the audit log is looked through, narrowed down, verified and saved', async ({ app, openWindow, folder }) => {
  await asOwner(app.dataFolder, async (client) => {
    const { id } = await client.session.create({ name: 'garden', agent: 'shell', cwd: folder });
    await client.session.rename({ session: id, name: 'orchard' });
    await client.session.rename({ session: 'nobody', name: 'else' }).catch((error: unknown) => expect(String(error)).not.toBe(''));
  });
  const window = await openWindow();
  const { page } = window;
  const keys = page.keyboard;
  const { log, search, rows, details, choice } = await openLog(window);

  // A text leaves the entries that have it anywhere; the arrow leads to them, and what has the focus is told in full.
  await search.fill('orchard');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('session.rename');
  await keys.press('ArrowDown');
  await expect(rows.first()).toBeFocused();
  await keys.press('Home');
  await expect(details).toContainText('name=orchard');
  await expect(
    details.getByRole('term').filter({ hasText: text('window.audit.field.where') }),
    'several places have one heading',
  ).toHaveCount(1);
  await expect(details).toContainText(text('window.audit.outcome.allowed'));
  await details.getByRole('button', { name: text('window.audit.entry.copy') }).click();
  const copied = AuditEntry.parse(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())));
  expect(copied).toMatchObject({ procedure: 'session.rename', result: 'ok', where: { name: 'orchard' } });
  await rows.first().focus();
  await keys.press('Escape');
  await expect(details).toBeHidden();

  // What fits nothing is told, and the way back from it.
  await choice('outcome').selectOption('failed');
  await expect(log.getByText(text('window.audit.none'))).toBeVisible();
  await search.fill('');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('NOT_FOUND');
  await choice('caller').selectOption('engine');
  await log.getByRole('button', { name: text('window.audit.clear') }).click();
  await expect(rows.filter({ hasText: 'session.create' })).toHaveCount(1);
  await choice('since').selectOption('1h');
  await expect(rows.filter({ hasText: 'session.create' })).toHaveCount(1);
  await isAccessibleIn(THEMES, page, 'the audit log');

  // What is saved is what is shown, as the command line exports it.
  await search.fill('session.');
  await expect(rows.filter({ hasText: 'system.' })).toHaveCount(0);
  const saving = page.waitForEvent('download');
  await log.getByRole('button', { name: text('window.audit.export') }).click();
  const lines = (await readFile(await (await saving).path(), 'utf8')).trimEnd().split('\n');
  const saved = lines.map((line) => AuditEntry.parse(JSON.parse(line)));
  expect(saved.map(({ procedure }) => procedure)).toEqual(['session.create', 'session.rename', 'session.rename']);
  await expect(log.getByText(text('window.audit.export.done_other', { count: saved.length }))).toBeVisible();

  const verify = log.getByRole('button', { name: text('window.audit.verify') });
  await verify.click();
  await expect(log.getByText(/all are as they were written/)).toBeVisible();
  withSqlite(join(app.dataFolder, 'audit.db'), (database) => {
    database.prepare("UPDATE entries SET entry = replace(entry, 'NOT_FOUND', 'ok') WHERE seq = ?").run(saved.at(-1)?.seq);
  });
  await verify.click();
  await expect(log.getByText(text('audit.verdict.altered', { at: saved.at(-1)?.seq }))).toBeVisible();
  await expect(log.getByText(text('window.audit.verify.keep'))).toBeVisible();
  await isAccessibleIn(THEMES, page, 'a log that was altered');
  await page.setViewportSize({ width: 640, height: 400 });
  await isWithinReach(page, 'the audit log in a narrow window');
});

test('what happened to a session is found by its name when it is gone, and a window of middle width has room for it', async ({
  app,
  openWindow,
  folder,
}) => {
  await asOwner(app.dataFolder, async (client) => {
    const { id } = await client.session.create({ name: 'second', agent: 'shell', cwd: folder });
    await client.session.mark({ session: id, as: 'unread' });
    await client.session.delete({ session: id, stop: true });
  });
  const window = await openWindow();
  await window.page.setViewportSize({ width: 900, height: 600 });
  const { log, search, rows } = await openLog(window);
  await search.fill('second');
  await expect(rows).toHaveCount(3);
  const shown = ['session.delete', 'session.mark', 'session.create'];
  for (const [n, procedure] of shown.entries()) {
    await expect(rows.nth(n)).toContainText(procedure);
    await expect(rows.nth(n)).toContainText(procedure === 'session.create' ? 'name=second' : 'sessionName=second');
  }
  const widthOf = async (name: 'where' | 'result') =>
    (await log.getByText(text(`window.audit.field.${name}`), { exact: true }).boundingBox())?.width ?? 0;
  expect(await widthOf('where')).toBeGreaterThan(1.5 * (await widthOf('result')));
  await isWithinReach(window.page, 'the audit log in a window of middle width');
});

test('a long log is read as far as one goes, and looking again moves nothing', async ({ app, openWindow }) => {
  await asOwner(app.dataFolder, async (client) => {
    for (let call = 0; call < CALLS; call += 1) await client.settings.set({ key: 'terminal.fontSize', value: String(10 + (call % 10)) });
  });
  const window = await openWindow();
  const { page } = window;
  await page.getByRole('button', { name: text('window.place.audit') }).click();
  const log = page.getByRole('main', { name: text('window.place.audit') });
  const items = log.getByRole('listitem');
  const entry = (seq: number) => log.locator(`[data-row="${seq}"]`);
  await expect(items.first()).toHaveAttribute('aria-setsize', '200');
  expect(await items.count(), 'only what is in sight is drawn').toBeLessThan(100);
  await page.keyboard.press('ArrowDown');
  for (const older of [400, null]) {
    await page.keyboard.press('End');
    if (older !== null) await expect(items.first()).toHaveAttribute('aria-setsize', String(older));
  }
  await expect.poll(async () => Number(await items.first().getAttribute('aria-setsize'))).toBeGreaterThanOrEqual(CALLS);
  await page.keyboard.press('End');
  await expect(entry(1)).toBeFocused();
  await expect(log.getByRole('heading', { name: text('window.audit.entry', { seq: 1 }) })).toBeVisible();

  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'terminal.fontSize', value: '14' }));
  const before = await entry(1).boundingBox();
  const size = Number(await items.first().getAttribute('aria-setsize'));
  await log.getByRole('button', { name: text('window.audit.refresh') }).click();
  await expect.poll(async () => Number(await items.first().getAttribute('aria-setsize'))).toBeGreaterThan(size);
  expect(await entry(1).boundingBox()).toEqual(before);

  // The texts of this place come with a language that is chosen while it is on show.
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'language', value: 'zh-CN' }));
  await expect(page.getByRole('heading', { name: chinese('window.audit.entry', { seq: 1 }) })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: chinese('window.audit.search') })).toBeVisible();
});
