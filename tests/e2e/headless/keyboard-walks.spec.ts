import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test('About is opened, walked, read and closed by keys, and the caret is in the terminal again', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { page } = window;
  const keys = page.keyboard;
  const shell = await window.start({ agent: 'shell', folder, name: 'beside' });
  const input = shell.region.locator('textarea');
  await expect(input).toBeFocused();

  await keys.press('Control+Shift+P');
  await expect(page.getByRole('dialog', { name: text('window.palette') }).getByRole('combobox')).toBeFocused();
  await keys.type(text('window.action.about'));
  await expect(page.getByRole('option').first()).toContainText(text('window.action.about'));
  await keys.press('Enter');
  const about = page.getByRole('dialog', { name: text('window.action.about') });
  await expect(about.locator(':focus'), 'the caret is in it').toHaveCount(1);
  // The checks begin by themselves, and Tab goes round all there is to press.
  const again = about.getByRole('button', { name: text('window.doctor.again') });
  await expect(again).toBeEnabled({ timeout: 30_000 });
  const findings = about.getByRole('listitem');
  expect(await findings.count()).toBeGreaterThan(5);
  const copy = about.getByRole('button', { name: text('window.about.copy') });
  const walked: string[] = [];
  for (let at = 0; at < 4; at += 1) {
    await keys.press('Tab');
    await expect(about.locator(':focus')).toHaveCount(1);
    walked.push((await about.locator(':focus').textContent()) ?? '');
  }
  expect(new Set(walked)).toEqual(new Set([await again.textContent(), await copy.textContent(), text('window.close')]));
  await keys.press('Shift+Tab');
  await expect(about.locator(':focus')).toHaveCount(1);

  await again.focus();
  await keys.press('Enter');
  await expect(again).toBeEnabled({ timeout: 30_000 });
  await expect(again, 'what was pressed keeps the caret').toBeFocused();
  await copy.focus();
  await keys.press('Space');
  await expect(about.getByText(text('window.copied'))).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`${text('window.about.version')}: `);
  for (const finding of await findings.allInnerTexts()) expect(copied).toContain(finding);

  await keys.press('Escape');
  await expect(about).toBeHidden();
  await expect(input).toBeFocused();
  await keys.type('echo nothing was lost\n');
  await shell.shows('\nnothing was lost');
});

test('the inspector is opened, reached, scrolled, widened and closed by keys, and the caret is in the terminal again', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow({ viewport: { width: 1280, height: 420 } });
  const { page } = window;
  const keys = page.keyboard;
  const shell = await window.start({ agent: 'shell', folder, name: 'looked into' });
  const input = shell.region.locator('textarea');
  const inspector = page.getByRole('complementary', { name: text('window.inspector') });

  // Shown and hidden it takes nothing from who types.
  await keys.press('Control+Shift+Y');
  await expect(inspector).toBeVisible();
  await expect(input).toBeFocused();
  await keys.press('Control+Shift+Y');
  await expect(inspector).toBeHidden();
  await expect(input).toBeFocused();

  await keys.press('Control+Shift+X');
  const body = inspector.locator('[data-inspector]');
  await expect(body).toBeFocused();
  await expect(inspector).toContainText(folder);
  await keys.press('End');
  await expect(inspector.getByText(text('window.inspector.size'), { exact: true })).toBeInViewport();
  await keys.press('Home');
  await expect(inspector.getByRole('heading', { name: text('window.inspector.state') })).toBeInViewport();

  await keys.press('Shift+Tab');
  const edge = inspector.getByRole('separator', { name: text('window.inspector.width') });
  await expect(edge).toBeFocused();
  const width = async () => Number(await edge.getAttribute('aria-valuenow'));
  const before = await width();
  await keys.press('ArrowLeft');
  await expect.poll(width).toBeGreaterThan(before);
  await keys.press('End');
  await expect.poll(width).toBe(Number(await edge.getAttribute('aria-valuemax')));

  // Hidden with the caret in it, or left by the terminal's own key.
  await keys.press('Control+Shift+Y');
  await expect(inspector).toBeHidden();
  await expect(input).toBeFocused();
  await keys.press('Control+Shift+X');
  await expect(body).toBeFocused();
  await keys.press('Control+Shift+Space');
  await expect(input).toBeFocused();
  await keys.type('echo nothing was lost\n');
  await shell.shows('\nnothing was lost');
});

test('a setting is found, changed, given its default back and left by keys, and the caret is in the terminal again', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const keys = page.keyboard;
  const shell = await window.start({ agent: 'shell', folder, name: 'waits' });
  const html = page.locator('html');

  await keys.press('Control+Shift+S');
  await expect(page.getByRole('searchbox', { name: text('window.settings.search') })).toBeFocused();
  await keys.type(text('setting.density'));
  const density = page.getByRole('combobox', { name: text('setting.density') });
  await expect(page.getByRole('combobox')).toHaveCount(1);
  const walkTo = async (wanted: typeof density) => {
    await expect(async () => {
      await keys.press('Tab');
      await expect(wanted).toBeFocused({ timeout: 200 });
    }).toPass({ timeout: 15_000 });
  };
  await walkTo(density);
  await keys.press('c');
  await expect(html).toHaveAttribute('data-density', 'compact');
  await expect(density, 'what was changed keeps the caret').toBeFocused();
  await keys.press('Shift+Tab');
  await expect(page.getByRole('button', { name: text('window.settings.reset', { setting: text('setting.density') }) })).toBeFocused();
  await keys.press('Enter');
  await expect(html).not.toHaveAttribute('data-density', 'compact');
  // The button has done its work and is gone; the field beside it has the caret.
  await expect(density).toBeFocused();
  await keys.press('Control+Shift+S');
  await expect(shell.region.locator('textarea')).toBeFocused();
  await keys.type('echo nothing was lost\n');
  await shell.shows('\nnothing was lost');
});
