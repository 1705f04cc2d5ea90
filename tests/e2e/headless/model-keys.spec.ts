import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

const VALUE = 'a-value-that-is-shown-nowhere';

test.use({ appOptions: { demo: false } });

test("a provider's key is one of the secrets: given, exchanged and taken away on the page of the settings", async ({ app, openWindow }) => {
  await asOwner(app.dataFolder, async (client) => {
    await client.secret.unlock({ passphrase: 'correct horse' });
    await client.secret.set({ name: 'api', value: VALUE });
    await client.secret.set({ name: 'work', value: `${VALUE}-2` });
  });
  const written = () => readFile(join(app.dataFolder, 'settings.toml'), 'utf8');
  const window = await openWindow();
  const { page } = window;
  const search = await window.openSettings();
  await search.fill('model_keys');
  const provider = page.getByRole('textbox', { name: text('window.settings.model-keys.provider') });
  const secret = page.getByRole('combobox', { name: text('window.settings.model-keys.new-secret') });
  const add = page.getByRole('button', { name: text('window.settings.model-keys.add'), exact: true });
  const keyOf = (name: string) => page.getByRole('combobox', { name: text('window.settings.model-keys.secret', { provider: name }) });

  await expect(add).toBeDisabled();
  await provider.fill('anthropic');
  await secret.selectOption('api');
  await secret.focus();
  await page.keyboard.press('Tab');
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(keyOf('anthropic')).toHaveValue('api');
  await expect(page.getByText('ANTHROPIC_API_KEY')).toBeVisible();
  await expect(provider).toBeFocused();
  await expect(provider).toHaveValue('');

  // A name that TOML quotes, and one that is none: that stays, with the reason.
  await provider.fill('my gateway');
  await secret.selectOption('work');
  await add.click();
  await expect(keyOf('my gateway')).toHaveValue('work');
  await provider.fill('2nd');
  await secret.selectOption('work');
  await add.click();
  await expect(page.getByText(text('error.reason.the-name-of-a-provider-is-expected'))).toBeVisible();
  await expect(provider).toHaveValue('2nd');
  await expect(provider).toBeFocused();
  await keyOf('anthropic').selectOption('work');
  await expect.poll(written).toMatch(/anthropic = "secret:work"/);
  expect(await written()).toMatch(/"my gateway" = "secret:work"/);
  await isAccessibleIn(THEMES, page, 'the keys of models');

  await page.getByRole('button', { name: text('window.settings.model-keys.remove', { provider: 'anthropic' }) }).click();
  await expect(keyOf('anthropic')).toHaveCount(0);
  await expect(provider).toBeFocused();
  await expect.poll(written).not.toContain('anthropic');
  expect(await page.content()).not.toContain(VALUE);

  // What is kept or deleted below is known here at once, and who deletes a key is told whose it is.
  await search.fill('');
  const secrets = page.getByRole('region', { name: text('window.settings.section.secrets') });
  await secrets.getByLabel(text('window.secrets.name'), { exact: true }).fill('new');
  await secrets.getByLabel(text('window.secrets.value'), { exact: true }).fill(VALUE);
  await page.keyboard.press('Enter');
  await expect(secrets.getByLabel(text('window.secrets.name'), { exact: true }), 'for the next one').toBeFocused();
  await keyOf('my gateway').selectOption('new');
  await expect.poll(written).toMatch(/"my gateway" = "secret:new"/);
  await secrets.getByRole('button', { name: text('window.secrets.delete.name', { name: 'new' }) }).click();
  await expect(secrets.getByText(text('window.secrets.delete.used', { providers: 'my gateway' }))).toBeVisible();
  await secrets.getByRole('button', { name: text('window.secrets.delete.sure', { name: 'new' }) }).click();
  await expect(page.getByText(text('window.settings.model-keys.missing'))).toBeVisible();
  await expect(keyOf('my gateway')).toHaveAttribute('aria-invalid', 'true');
});

test('a kimi that is not where the settings say is told there at once, and looked for only when another one is named', async ({
  app,
  openPage,
}) => {
  let questions = 0;
  const window = await openPage();
  const { page } = window;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('/agent/list')) questions += 1;
    }),
  );
  await page.reload();
  await (await window.openSettings()).fill('kimi.path');
  const path = page.getByRole('textbox', { name: text('setting.kimi.path') });
  await path.fill('/nope/kimi');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '/nope/kimi' })).toBeVisible();
  const before = questions;
  expect(before, 'by the page').toBeGreaterThan(0);

  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'density', value: 'compact' }));
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'kimi.path', value: '/elsewhere/kimi' }));
  await expect(page.getByRole('status').filter({ hasText: '/elsewhere/kimi' })).toBeVisible();
  expect(questions - before, 'one of this page and one of the stage behind it, for the other path').toBe(2);
});
