import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

/** The longest that the result of a refused call can be. */
const LONGEST = text('audit.denied', { why: 'SECRET_PASSPHRASE_WRONG' });

test('the audit log has a time, a head and the whole result of each entry, and all of its filters in one line of a narrow window', async ({
  app,
  openWindow,
  folder,
}) => {
  const { id } = await asOwner(app.dataFolder, (client) => client.session.create({ name: 'garden', agent: 'shell', cwd: folder }));
  const { page } = await openWindow();
  await page.getByRole('button', { name: text('window.place.audit'), exact: true }).click();
  const log = page.getByRole('main', { name: text('window.place.audit') });
  const row = log.getByRole('list').getByRole('button').filter({ hasText: id });
  await expect(row.locator('time')).toHaveText(/\d\d:\d\d:\d\d/);
  const heads = ['at', 'who', 'what', 'where', 'result'] as const;
  for (const head of heads) await expect(log.getByText(text(`window.audit.field.${head}`), { exact: true })).toBeVisible();
  const result = row.getByText(text('window.audit.outcome.ok'));
  const [head, place] = [await log.getByText(text('window.audit.field.result'), { exact: true }).boundingBox(), await result.boundingBox()];
  expect(Math.abs((head?.x ?? 0) - (place?.x ?? 0)), 'the head stands above its column').toBeLessThan(24);
  const cut = await result.evaluate((element, longest) => {
    element.textContent = longest;
    return element.scrollWidth > element.clientWidth;
  }, LONGEST);
  expect(cut, 'the longest result is shown whole').toBe(false);

  await page.setViewportSize({ width: 640, height: 400 });
  const filters = [log.getByRole('searchbox'), ...(await log.getByRole('combobox').all())];
  const tops = await Promise.all(filters.map(async (filter) => (await filter.boundingBox())?.y));
  expect(new Set(tops).size).toBe(1);
  await expect(row.getByText(text('window.audit.caller.cli'))).toBeVisible();
});

test('the diagnostics that somebody is to read use the window and need no scrolling sideways', async ({ openWindow }) => {
  const { page } = await openWindow();
  await page.getByRole('button', { name: text('window.place.logs'), exact: true }).click();
  await page.getByRole('button', { name: text('window.logs.bundle.open') }).click();
  const content = page.getByRole('textbox', { name: text('window.logs.bundle.content') });
  await expect(content).toHaveValue(/== versions ==/);
  for (const [width, least] of [
    [1280, 880],
    [640, 540],
  ] as const) {
    await page.setViewportSize({ width, height: 400 + (width - 640) * 0.625 });
    const { client, scroll } = await content.evaluate(({ clientWidth, scrollWidth }) => ({ client: clientWidth, scroll: scrollWidth }));
    expect(client).toBeGreaterThanOrEqual(least);
    expect(scroll).toBeLessThanOrEqual(client);
    await expect(page.getByRole('button', { name: text('window.logs.bundle.save') })).toBeInViewport();
  }
  expect((await content.boundingBox())?.height ?? 0).toBeGreaterThan(90);
});
