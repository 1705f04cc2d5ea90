import { isAccessibleIn, THEMES } from '../../support/axe.ts';
import { CHINESE, expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

const VALUE = 'a-value-that-is-shown-nowhere';

test.use({ appOptions: { demo: false } });

test('a new session is given a variable and a secret by keys; its shell has both, and the page never has the value of the secret', async ({
  app,
  openWindow,
  folder,
}) => {
  await asOwner(app.dataFolder, async (client) => {
    await client.secret.unlock({ passphrase: 'correct horse' });
    await client.secret.set({ name: 'api', value: VALUE });
  });
  const window = await openWindow();
  const { page, newSession } = window;
  const keys = page.keyboard;
  const part = newSession.dialog.getByRole('group').filter({ hasText: text('window.new.env') });
  const field = (name: 'name' | 'value' | 'from' | 'secret', number: number) =>
    newSession.dialog.getByLabel(text(`window.new.env.${name}`, { number }), { exact: true });
  await window.openNewSessionDialog();
  await newSession.fill({ agent: 'shell', folder, name: 'given' });
  await expect(field('name', 1), 'folded until it is wanted').toBeHidden();

  await part.locator('summary').focus();
  await keys.press('Enter');
  await expect(field('name', 1)).toBeVisible();
  await keys.press('Tab');
  await keys.type('2ND');
  await keys.press('Tab');
  await keys.press('Tab');
  await keys.type('seen in the shell');
  await newSession.dialog.getByRole('button', { name: text('window.new.env.add') }).focus();
  await keys.press('Enter');
  await expect(field('name', 2)).toBeFocused();
  await keys.type('API_KEY');
  await field('from', 2).selectOption('secret');

  // Nothing starts while something is wrong, also when it is folded away; the caret goes there.
  await part.locator('summary').click();
  await expect(field('name', 1)).toBeHidden();
  await newSession.submit();
  await expect(field('name', 1)).toBeFocused();
  await expect(part).toContainText(text('window.new.env.fault.not-a-name'));
  await expect(part).toContainText(text('window.new.env.fault.no-secret'));
  await isAccessibleIn(THEMES, page, 'the environment of a new session');
  await field('name', 1).fill('GIVEN');
  await field('secret', 2).selectOption('api');
  await expect(part).not.toContainText(text('window.new.env.fault.not-a-name'));
  await expect(field('value', 1)).toHaveValue('seen in the shell');

  // One more is added and taken away again: the caret stays among the rows.
  await newSession.dialog.getByRole('button', { name: text('window.new.env.add') }).click();
  await newSession.dialog.getByRole('button', { name: text('window.new.env.remove', { number: 3 }) }).click();
  await expect(field('name', 2)).toBeFocused();
  await keys.press('Enter');
  await expect(newSession.dialog).toBeHidden();

  const shell = window.terminal('given');
  await shell.ready();
  await shell.run('echo "$GIVEN."');
  await shell.shows('\nseen in the shell.');
  // Its letters exchanged, so that the test itself brings the value nowhere.
  await shell.run('printf "%s\\n" "$API_KEY" | tr a- A_');
  await shell.shows(VALUE.replaceAll('a', 'A').replaceAll('-', '_'));
  expect(await page.content()).not.toContain(VALUE);
});

test.describe('in Chinese', () => {
  test.use({ appOptions: { demo: false, env: CHINESE.app } });

  test('the environment says where secrets come from when there are none', async ({ openWindow }) => {
    const window = await openWindow(CHINESE.window);
    await window.openNewSessionDialog();
    const { dialog } = window.newSession;
    await dialog.getByText('环境变量').click();
    await dialog.getByLabel('第 1 个变量的来源').selectOption('secret');
    await expect(dialog.getByText('尚未保存任何机密，可在设置中添加。')).toBeVisible();
  });
});
