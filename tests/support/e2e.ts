import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { type HeadlessApp, type HeadlessAppOptions, startHeadlessApp } from './headless-app.ts';
import { asOwner } from './owner-client.ts';
import { AppWindow } from './window/app-window.ts';

export { expect };

interface Fixtures {
  /** A folder of the test's own, by its real path. */
  readonly folder: string;
  /** How the app of this test is started. */
  readonly appOptions: HeadlessAppOptions;
  /** The built app in demo mode, in a data folder of its own; it and everything it runs ends with the test. */
  readonly app: HeadlessApp;
  /** Opens the app in a new browser window (a context of its own) by a link of its own. */
  readonly openWindow: (options?: BrowserContextOptions) => Promise<AppWindow>;
}

/** A spec's `test`: the built app, real windows on it, a folder to work in. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'kimi-shell-spec-')));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
  appOptions: [{ demo: true }, { option: true }],
  // The folder comes first, so that the programs that work in it have ended before it is removed.
  app: async ({ appOptions, folder: _folder }, use) => {
    const app = await startHeadlessApp(appOptions);
    await use(app);
    await app.close();
  },
  openWindow: async ({ app, browser }, use) => {
    const opened: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        colorScheme: 'dark',
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      });
      opened.push(context);
      return AppWindow.open(await context.newPage(), await freshLink(app));
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

/**
 * A second window in the same browser, and real focus for both: only one has it, and hears of getting it. Playwright lets every
 * page believe that it is focused all the time, and a browser context is a desktop of its own.
 */
export async function openBeside(first: AppWindow, app: HeadlessApp, viewport: { width: number; height: number }): Promise<AppWindow> {
  const context = first.page.context();
  const page = await context.newPage();
  await page.setViewportSize(viewport);
  const second = await AppWindow.open(page, await freshLink(app));
  for (const one of [first.page, page]) {
    const session = await context.newCDPSession(one);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  }
  await page.bringToFront();
  return second;
}

/** A link with an unused code. */
export async function freshLink(app: HeadlessApp): Promise<string> {
  return (await asOwner(app.dataFolder, (client) => client.system.link({}))).url;
}
