import { expect, test } from '../../support/e2e.ts';
import { startGallery } from '../../support/gallery.ts';
import { text } from '../../support/texts.ts';

// Without an engine, so that no silence of one passes in the same time.
test('an error that nobody touches goes in time; the pointer or the caret on it keeps it', async ({ newContext }) => {
  const gallery = await startGallery();
  try {
    const page = await (await newContext({})).newPage();
    await page.clock.install();
    await page.goto(gallery.url({ show: 'notices' }));
    const error = page.getByRole('region', { name: text('window.notices') }).getByRole('alert');
    await error.hover();
    await page.clock.runFor(60_000);
    await expect(error, 'under the pointer').toBeVisible();
    await error.getByRole('button', { name: text('window.close') }).focus();
    await page.mouse.move(10, 10);
    await page.clock.runFor(60_000);
    await expect(error, 'with the caret in it').toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(error.locator(':focus')).toHaveCount(0);
    await page.clock.runFor(25_000);
    await expect(error, 'long enough to be read').toBeVisible();
    await page.clock.runFor(10_000);
    await expect(error).toHaveCount(0);
  } finally {
    await gallery.close();
  }
});
