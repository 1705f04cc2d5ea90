import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Expects that axe finds nothing on the page as it is now, by all of its rules, some, or all but some. `what` names the place in a failure. */
export async function isAccessible(page: Page, what: string, rules: { only?: string[]; except?: string[] } = {}): Promise<void> {
  // A fade that is half through has colours of its own.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  // Without its other mode axe opens a page of its own for every look, for the sake of frames from elsewhere: there are none.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules.only === undefined ? axe.disableRules(rules.except ?? []) : axe.withRules(rules.only)).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html.slice(0, 160)).join('\n  ')}`);
  expect.soft(found, `axe on ${what}`).toEqual([]);
}

interface Look {
  readonly colorScheme: 'dark' | 'light';
  readonly contrast: 'no-preference' | 'more';
}

/** Both themes. */
export const THEMES = [
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'no-preference' },
] as const;
/** Both themes in high contrast. */
export const HIGH_CONTRAST = [
  { colorScheme: 'dark', contrast: 'more' },
  { colorScheme: 'light', contrast: 'more' },
] as const;

/** The same in several looks. Only colours differ between them, so the other rules look at the first. */
export async function isAccessibleIn(looks: readonly Look[], page: Page, what: string): Promise<void> {
  for (const look of looks) {
    const { colorScheme, contrast } = look;
    await page.emulateMedia(look);
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await expect(page.locator('html')).toHaveAttribute('data-contrast', contrast === 'more' ? 'high' : 'normal');
    await isAccessible(page, `${what}, ${colorScheme}, contrast: ${contrast}`, look === looks[0] ? {} : { only: ['color-contrast'] });
  }
}
