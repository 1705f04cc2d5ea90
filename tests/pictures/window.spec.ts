import { LANGUAGES, type Language } from '#shared/messages/index.ts';
import { textsIn } from '../support/texts.ts';
import type { AppWindow } from '../support/window/app-window.ts';
import type { Goldens } from './goldens.ts';
import { test, WANTED } from './pictures.ts';
import { EMPTY, FULL, GONE, isDrawn, type Place } from './places.ts';
import { Scene } from './scene.ts';
import { steadyPicture } from './steady.ts';
import { FIRST, nameOf, SIZES, THEMES } from './views.ts';

test('every place of the window, in every size, theme and language, looks as it did', async ({ drawing, goldens }) => {
  test.skip(![...EMPTY, ...FULL, GONE].some(({ name }) => WANTED.test(name)));
  const scene = await Scene.open(drawing);
  // One language after the other: two windows on the same terminals would give each other their sizes.
  const take = async (places: readonly Place[]) => {
    for (const language of LANGUAGES) {
      const window = await scene.window({ ...FIRST, language });
      if (places === FULL) await isDrawn(window, textsIn(language));
      for (const place of places) if (WANTED.test(place.name)) await takePlace(window, language, place, goldens);
      await window.page.context().close();
    }
  };
  try {
    await take(EMPTY);
    // The steps that make it wait for English words.
    const making = await scene.window({ ...FIRST, language: 'en' });
    await scene.fillSteadily(making);
    await making.page.context().close();
    await take(FULL);
    for (const language of WANTED.test(GONE.name) ? LANGUAGES : []) {
      const window = await scene.window({ ...FIRST, language });
      await isDrawn(window, textsIn(language));
      await scene.app.killHard();
      await takePlace(window, language, GONE, goldens);
      await window.page.context().close();
      await scene.app.start();
    }
  } finally {
    await scene.close();
  }
  if (WANTED.source === '(?:)') await goldens.complete((name) => !name.startsWith('gallery-'));
});

/** Takes one place in every size and theme. */
async function takePlace(window: AppWindow, language: Language, place: Place, goldens: Goldens): Promise<void> {
  const { page } = window;
  const text = textsIn(language);
  if (!place.each) await place.show(window, text);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      if (place.each) await place.show(window, text);
      const picture = await steadyPicture(page, { sizesStand: place.sizesStand ?? false });
      await goldens.see(`${place.name}-${nameOf({ ...size, theme, language })}`, picture);
      if (place.each) await place.leave?.(window, text);
    }
  }
  await page.setViewportSize(FIRST);
  if (!place.each) await place.leave?.(window, text);
}
