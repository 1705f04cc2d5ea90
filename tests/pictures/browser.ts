import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../support/chromium.ts';
import type { View } from './views.ts';

/** A Chromium that draws the same on every machine: its fonts, their smoothing and its colours are given. */
export function pictureBrowser(): Promise<Browser> {
  return chromium.launch({
    ...CHROMIUM_OPTIONS,
    args: [...(CHROMIUM_OPTIONS.args ?? []), '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
    env: { ...process.env, FONTCONFIG_FILE: resolve(import.meta.dirname, 'fonts.conf') },
  });
}

// On a machine that other work shares everything is late now and then.
const PATIENCE_MS = 120_000;

/** Opens a page in a view, at a time that stands still. */
export async function pageIn(browser: Browser, { theme, language, width, height }: View, time: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.clock.setFixedTime(time);
  return page;
}
