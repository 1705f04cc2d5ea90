import { type Browser, test as base, expect } from '@playwright/test';
import { pictureBrowser } from './browser.ts';
import { Goldens } from './goldens.ts';

export { expect };

/** Fits the names of what is wanted; set by `npm run pictures -- --only`. */
export const WANTED = new RegExp(process.env.PICTURES_ONLY ?? '');

interface Fixtures {
  /** A browser that draws the same everywhere. */
  readonly drawing: Browser;
  /** What the pictures are compared with, or become. The test fails with the list of those that differ. */
  readonly goldens: Goldens;
}

/** A spec's `test` that takes pictures. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  drawing: async ({}, use) => {
    const browser = await pictureBrowser();
    await use(browser);
    await browser.close();
  },
  goldens: async ({ drawing }, use) => {
    const goldens = new Goldens(process.env.PICTURES_ACCEPT === '1', drawing.version());
    await use(goldens);
    const where = 'look at .cache/pictures; if they are as they should be: npm run pictures -- --accept';
    expect(goldens.problems, where).toEqual([]);
  },
});
