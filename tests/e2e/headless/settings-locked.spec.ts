import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminMachine } from '../../support/admin-file.ts';
import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

const SET = 'contrast = "high"\n[terminal]\nfontSize = 18\n[keys]\nsession-new = "Ctrl+Alt+KeyN"\n';

test.describe('settings of the administrator', () => {
  test.use({ appOptions: { demo: true, before: (folder) => adminMachine(join(folder, 'machine'), SET)?.before ?? [] } });

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  test.beforeAll(async ({}) => {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-admin-'));
    const machine = adminMachine(folder, SET);
    await rm(folder, { recursive: true, force: true });
    test.skip(machine === null, 'needs root on Linux, to lay a file of the administrator over /etc');
  });

  test('hold, say that they are locked, and offer no change; the others are the person’s', async ({ openWindow }) => {
    const window = await openWindow();
    const { page } = window;
    await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
    const search = await window.openSettings();
    const locked = page.getByText(text('window.settings.locked'));
    await expect(locked).toHaveCount(3);

    const contrast = page.getByRole('combobox', { name: text('setting.contrast') });
    await expect(contrast).toBeDisabled();
    await expect(contrast).toHaveValue('high');
    await expect(contrast).toHaveAccessibleDescription(new RegExp(text('window.settings.locked')));
    const size = page.getByRole('spinbutton', { name: text('setting.terminal.fontSize') });
    await expect(size).toBeDisabled();
    await expect(size).toHaveValue('18');
    for (const setting of [text('setting.contrast'), text('setting.terminal.fontSize')])
      await expect(page.getByRole('button', { name: text('window.settings.reset', { setting }) })).toHaveCount(0);

    const create = text('window.action.session-new');
    await search.fill(create);
    await expect(page.getByRole('button', { name: text('window.settings.keys.change', { action: create }) })).toBeDisabled();
    await expect(page.getByRole('button', { name: text('window.settings.keys.remove', { action: create }) })).toHaveCount(0);

    await search.fill(text('setting.density'));
    await page.getByRole('combobox', { name: text('setting.density') }).selectOption('compact');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');

    // Who is led to one that is locked has the caret before it, not in a field that is taken away.
    await page.keyboard.press('Control+Shift+S');
    await expect(size).toBeHidden();
    await page.keyboard.press('Control+Shift+P');
    const palette = page.getByRole('dialog', { name: text('window.palette') });
    await palette.getByRole('combobox').fill('terminal.fontSize');
    await palette.getByRole('option', { name: text('setting.terminal.fontSize') }).click();
    await expect(size).toBeDisabled();
    await expect(page.getByRole('region', { name: text('window.settings.section.terminal') })).toBeFocused();
  });
});
