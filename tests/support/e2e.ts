import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { type DesktopApp, startDesktopApp } from './desktop-app.ts';
import { electronBinary, startElectronApp } from './electron-app.ts';
import { type HeadlessApp, type HeadlessAppOptions, startHeadlessApp } from './headless-app.ts';
import { asOwner } from './owner-client.ts';
import { AppWindow } from './window/app-window.ts';

export { expect };

/** What the specs of a project run on: the headless host in browsers, the desktop on the double of Electron, or in Electron itself. */
export type Host = 'headless' | 'desktop' | 'electron';

interface Fixtures {
  readonly host: Host;
  /** A folder of the test's own, by its real path. */
  readonly folder: string;
  /** How the app of this test is started. */
  readonly appOptions: HeadlessAppOptions;
  /** The built app in demo mode, in a data folder of its own; it and everything it runs ends with the test. */
  readonly app: HeadlessApp;
  /** The same app, where it is the desktop: with what only that has. */
  readonly desktop: DesktopApp;
  /** Opens the app in a window: a browser's (a context of its own, by a link of its own), or one of the desktop's. */
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
  host: ['headless', { option: true }],
  appOptions: [{ demo: true }, { option: true }],
  // The folder comes first, so that the programs that work in it have ended before it is removed.
  app: async ({ host, appOptions, folder: _folder }, use) => {
    base.skip(
      host === 'electron' && electronBinary() === null,
      "Electron's binary is not here (node_modules/.bin/install-electron gets it)",
    );
    const app = await START[host](appOptions);
    await use(app);
    await app.close();
  },
  desktop: async ({ app }, use) => {
    if (!isDesktop(app)) throw new Error('this spec needs the desktop: it belongs into tests/e2e/desktop');
    await use(app);
  },
  openWindow: async ({ app, browser }, use) => {
    const opened: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const asked = { ...USUAL, ...options };
      if (isDesktop(app)) return new AppWindow(await asIn(asked, await app.openWindow())).connected();
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...asked });
      opened.push(context);
      return AppWindow.open(await context.newPage(), await freshLink(app));
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

const START = { headless: startHeadlessApp, desktop: startDesktopApp, electron: startElectronApp } as const;

const USUAL = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'dark' } as const satisfies BrowserContextOptions;

function isDesktop(app: HeadlessApp): app is DesktopApp {
  return 'openWindow' in app;
}

/** Gives a desktop window's page what a browser's context would be made with. */
async function asIn({ viewport, colorScheme, reducedMotion, forcedColors }: BrowserContextOptions, page: Page): Promise<Page> {
  if (viewport) await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: colorScheme ?? null, reducedMotion: reducedMotion ?? null, forcedColors: forcedColors ?? null });
  return page;
}

/**
 * A second window in the same browser, and real focus for both: only one has it, and hears of getting it. Playwright lets every
 * page believe that it is focused all the time, and a browser context is a desktop of its own.
 */
export async function openBeside(first: AppWindow, app: HeadlessApp, viewport: { width: number; height: number }): Promise<AppWindow> {
  const context = first.page.context();
  const page = isDesktop(app) ? await app.openWindow() : await context.newPage();
  await page.setViewportSize(viewport);
  const second = isDesktop(app) ? await new AppWindow(page).connected() : await AppWindow.open(page, await freshLink(app));
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
