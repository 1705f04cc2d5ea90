import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

const VALUE = 'a-value-that-is-shown-nowhere';
const OTHER = 'another-value-of-the-same';

test('a place for secrets is chosen, one is kept, given to a session by its name, replaced and deleted; its value never comes back', async ({
  app,
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  await (await window.openSettings()).fill(text('window.settings.section.secrets'));
  const section = page.getByRole('region', { name: text('window.settings.section.secrets') });

  // There is no keychain here, and nothing is kept before somebody says where.
  const use = section.getByRole('button', { name: text('window.secrets.passphrase.use') });
  await section.getByLabel(text('window.secrets.passphrase'), { exact: true }).fill('correct horse');
  await section.getByLabel(text('window.secrets.passphrase.again')).fill('correct house');
  await expect(use, 'the two differ').toBeDisabled();
  await expect(section.getByRole('alert')).toHaveText(text('window.secrets.passphrase.differ'));
  await section.getByLabel(text('window.secrets.passphrase.again')).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(section.getByText(text('window.secrets.store.passphrase'))).toBeVisible();
  await expect(section.getByText(text('window.secrets.none'))).toBeVisible();
  await expect(section.getByLabel(text('window.secrets.name'), { exact: true })).toBeFocused();

  await section.getByLabel(text('window.secrets.name'), { exact: true }).fill('not a name');
  await section.getByLabel(text('window.secrets.value'), { exact: true }).fill(VALUE);
  await page.keyboard.press('Enter');
  await expect(section.getByRole('alert')).toBeVisible();
  await section.getByLabel(text('window.secrets.name'), { exact: true }).fill('api');
  await section.getByLabel(text('window.secrets.days')).fill('-5');
  await page.keyboard.press('Enter');
  await expect(section.getByRole('alert')).toContainText(text('error.INVALID_INPUT.what', { field: text('window.secrets.days') }));
  await section.getByLabel(text('window.secrets.days')).fill('90');
  await page.keyboard.press('Enter');
  const rows = section.getByRole('list', { name: text('window.secrets.list') }).getByRole('listitem');
  await expect(rows).toHaveText(/api/);
  await expect(rows).toContainText(text('window.secrets.every_other', { count: 90 }));
  await expect(section.getByLabel(text('window.secrets.value'), { exact: true })).toHaveValue('');
  await isAccessibleIn(THEMES, page, 'the secrets');

  await asOwner(app.dataFolder, (client) =>
    client.session.create({ name: 'given', agent: 'shell', cwd: folder, env: { API_KEY: 'secret:api' } }),
  );
  const kept = async () => asOwner(app.dataFolder, (client) => client.secret.reveal({ name: 'api' })).then(({ value }) => value);
  expect(await kept()).toBe(VALUE);

  await rows.getByRole('button', { name: text('window.secrets.replace.name', { name: 'api' }) }).click();
  await expect(section.getByLabel(text('window.secrets.value'), { exact: true })).toBeFocused();
  await page.keyboard.type(OTHER);
  await page.keyboard.press('Enter');
  await expect.poll(kept).toBe(OTHER);
  await expect(section.getByRole('form', { name: text('window.secrets.new') })).toBeVisible();
  const html = await page.content();
  expect(html).not.toContain(VALUE);
  expect(html).not.toContain(OTHER);

  await rows.getByRole('button', { name: text('window.secrets.delete.name', { name: 'api' }) }).click();
  await rows.getByRole('button', { name: text('window.secrets.delete.sure', { name: 'api' }) }).click();
  await expect(section.getByText(text('window.secrets.none'))).toBeVisible();
  expect(await asOwner(app.dataFolder, (client) => client.secret.list({}))).toEqual([]);
});

test('a session that waits for a locked secret is told with a way to where it is unlocked, and goes on from there', async ({
  app,
  openWindow,
  folder,
}) => {
  await asOwner(app.dataFolder, async (client) => {
    await client.secret.unlock({ passphrase: 'correct horse' });
    await client.secret.set({ name: 'api', value: VALUE });
  });
  // The passphrase is known to an engine until it ends.
  await app.killHard();
  await app.start();
  const window = await openWindow();
  const { page } = window;
  // On show already, narrowed down to something else.
  await (await window.openSettings()).fill(text('window.settings.section.about'));
  const created = asOwner(app.dataFolder, (client) =>
    client.session.create({ name: 'given', agent: 'shell', cwd: folder, env: { API_KEY: 'secret:api' } }),
  );
  const notices = page.getByRole('region', { name: text('window.notices') });
  const told = notices.getByText(text('notice.secrets.waiting', { name: 'api' }));
  await expect(told).toBeVisible();
  await notices.getByRole('button', { name: text('window.secrets.unlock') }).click();
  const section = page.getByRole('region', { name: text('window.settings.section.secrets') });
  await expect(section).toBeFocused();
  await expect(section.getByLabel(text('window.secrets.passphrase'), { exact: true })).toBeInViewport();
  await expect(told, 'what was chosen is done').toBeHidden();

  // Whoever comes later is told too, is led there from any place, and loses the notice when somebody has unlocked.
  const other = await openWindow();
  const later = other.page.getByText(text('notice.secrets.still-waiting', { names: 'api' }));
  await expect(later).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type('correct horse');
  await page.keyboard.press('Enter');
  await created;
  await expect(later).toBeHidden();
  await expect(other.session('given')).toBeVisible();
});
