import { chmod, stat } from 'node:fs/promises';
import { auditPaths } from '#main/engine/audit/index.ts';
import { isAccessible } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

test('what the doctor finds is repaired there, after it was said what that does', async ({ app, openWindow }) => {
  const { key } = auditPaths(app.dataFolder);
  const { page } = await openWindow();
  // With the first change the engine looks at its key, and closes it by itself; what is opened after that stays for the doctor to find.
  await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'theme', value: 'dark' }));
  const found = async () => {
    await chmod(key, 0o644);
    const { checks } = await asOwner(app.dataFolder, (client) => client.system.doctor({}));
    return checks.find(({ id }) => id === 'keychain')?.ok;
  };
  await expect.poll(found).toBe('failed');
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(text('window.action.about'));
  await page.getByRole('option', { name: text('window.action.about'), exact: true }).click();
  const about = page.getByRole('dialog', { name: text('window.action.about') });
  const remedy = text('doctor.remedy.keychain', { path: key });
  await expect(about.getByText(remedy)).toBeVisible();
  await page.setViewportSize({ width: 960, height: 480 });
  await expect(about.getByRole('button', { name: text('window.close') }), 'without scrolling').toBeInViewport({ ratio: 1 });
  const marks = await about
    .getByRole('listitem')
    .getByRole('img')
    .evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')));
  const order = (['failed', 'warning', 'ok'] as const).map((ok) => text(`window.doctor.${ok}`));
  expect(marks, 'problems come first').toEqual(marks.toSorted((one, other) => order.indexOf(one ?? '') - order.indexOf(other ?? '')));
  expect(marks).toContain(order[0]);
  await isAccessible(page, 'a finding that can be repaired');
  await about.getByRole('button', { name: text('window.doctor.repair.of', { what: remedy }) }).press('Enter');
  await expect(about.getByText(remedy)).toBeHidden();
  await expect(about.getByRole('button', { name: text('window.doctor.again') }), 'the caret is not lost').toBeFocused();
  await about.getByRole('button', { name: text('window.close') }).click();
  await expect(about).toBeHidden();
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  const { entries } = await asOwner(app.dataFolder, (client) => client.audit.list({ procedure: 'system.repair' }));
  expect(entries.map(({ caller, where, result }) => [caller.kind, where, result])).toEqual([['window', { finding: 'keychain' }, 'ok']]);
});
