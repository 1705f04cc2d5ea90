import type { View as GalleryView } from '../gallery/view.ts';
import { startGallery } from '../support/gallery.ts';
import { pageIn } from './browser.ts';
import { test, WANTED } from './pictures.ts';
import { steadyPicture } from './steady.ts';
import type { View } from './views.ts';

/** The looks that the gallery is taken in: each theme, contrast, density and language at least once. */
const LOOKS: readonly (Pick<GalleryView, 'contrast' | 'density'> & Pick<View, 'theme' | 'language'>)[] = [
  { theme: 'light', contrast: 'normal', density: 'comfortable', language: 'en' },
  { theme: 'dark', contrast: 'normal', density: 'compact', language: 'zh-CN' },
  { theme: 'dark', contrast: 'high', density: 'comfortable', language: 'en' },
  { theme: 'light', contrast: 'high', density: 'compact', language: 'zh-CN' },
];
/** One noon for all ages and times. */
const NOON = Date.UTC(2026, 0, 15, 12);

test('every component in every state looks as it did', async ({ drawing, goldens }) => {
  const gallery = await startGallery();
  try {
    for (const look of LOOKS) {
      const { theme, contrast, density, language } = look;
      const page = await pageIn(drawing, { theme, language, width: 960, height: 600 }, NOON);
      await page.goto(gallery.url(look));
      const { groups, alone } = await page.evaluate(() => window.gallery);
      for (const show of [...groups, ...alone]) {
        const name = `gallery-${show}`;
        // Dozens of the same box: one look has all that there is to see.
        if (!WANTED.test(name) || (show === 'errors' && look !== LOOKS[0])) continue;
        await page.goto(gallery.url({ ...look, show }));
        // A dialog's code comes when it is opened.
        await page.waitForFunction(() => document.querySelector('[data-drawn]') !== null && document.body.textContent.trim() !== '');
        const picture = await steadyPicture(page, { fullPage: groups.includes(show) });
        await goldens.see(`${name}-${language}-${theme}-${contrast}-${density}`, picture);
      }
      await page.context().close();
    }
  } finally {
    await gallery.close();
  }
  if (WANTED.source === '(?:)') await goldens.complete((name) => name.startsWith('gallery-'));
});
