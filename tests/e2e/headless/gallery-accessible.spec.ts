import { HIGH_CONTRAST, isAccessible, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import { startGallery } from '../../support/gallery.ts';

/** About whole pages, and what a tab leads to: specimens are parts. The window itself is looked at in reach.spec.ts. */
const OF_PAGES = [
  'landmark-main-is-top-level',
  'landmark-no-duplicate-main',
  'aria-valid-attr-value',
  'region',
  'landmark-one-main',
  'landmark-unique',
  'page-has-heading-one',
  'heading-order',
  'bypass',
  'skip-link',
];

test('axe finds nothing on any component in any state, in each theme and contrast @long', async ({ browser }) => {
  test.setTimeout(15 * 60_000);
  const gallery = await startGallery();
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  try {
    for (const { colorScheme: theme, contrast } of [...THEMES, ...HIGH_CONTRAST]) {
      const look = { theme, contrast: contrast === 'more' ? 'high' : 'normal', language: theme === 'dark' ? 'en' : 'zh-CN' } as const;
      await page.goto(gallery.url(look));
      const { groups, alone } = await page.evaluate(() => window.gallery);
      expect(alone.length).toBeGreaterThan(0);
      for (const show of [...groups, ...alone]) {
        await page.goto(gallery.url({ ...look, show }));
        await page.waitForFunction(() => document.querySelector('[data-drawn]') !== null && document.body.textContent.trim() !== '');
        await isAccessible(
          page,
          `${show}, ${theme}, contrast: ${contrast}`,
          theme === 'dark' && contrast !== 'more' ? { except: OF_PAGES } : { only: ['color-contrast'] },
        );
      }
    }
  } finally {
    await page.close();
    await gallery.close();
  }
});
