import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { keepRecordOf, recordingVariables, recordPage } from './coverage.ts';
import { type DesktopApp, startDesktopApp } from './desktop-app.ts';
import { electronBinary, startElectronApp } from './electron-app.ts';
import { type HeadlessApp, type HeadlessAppOptions, startHeadlessApp } from './headless-app.ts';
import { asOwner } from './owner-client.ts';
import { type text, textsIn } from './texts.ts';
import { AppWindow } from './window/app-window.ts';

export { expect };

// Programs that this process starts from now on keep what runs in them: Node hands the variable on to each, whatever environment it is
// given. This process was started without it: what runs here is the test.
Object.assign(process.env, recordingVariables());

/** What the specs of a project run on: the headless host in browsers, the desktop on the double of Electron, or in Electron itself. */
export type Host = 'headless' | 'desktop' | 'electron';

/** What a window is opened with. A desktop's has the locale of its app (LANG in `appOptions`); this says which texts to expect. */
export interface WindowOptions extends BrowserContextOptions {
  /** Done to the page before it reads the app. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Looks up the texts that the window shows; default: those of the locale. */
  readonly texts?: typeof text;
}

interface Fixtures {
  readonly host: Host;
  /** A folder of the test's own, by its real path. */
  readonly folder: string;
  /** How the app of this test is started. */
  readonly appOptions: HeadlessAppOptions;
  /** Starts the built app on the project's host; it and everything it runs ends with the test. */
  readonly startApp: (options: HeadlessAppOptions) => Promise<HeadlessApp>;
  /** The built app in demo mode, in a data folder of its own. */
  readonly app: HeadlessApp;
  /** The same app, where it is the desktop: with what only that has. */
  readonly desktop: DesktopApp;
  /** Opens an app in a window: a browser's, or one of the desktop's. */
  readonly openWindowOf: (app: HeadlessApp, options?: WindowOptions) => Promise<AppWindow>;
  /** The same of the test's app. */
  readonly openWindow: (options?: WindowOptions) => Promise<AppWindow>;
  /** Opens the page of the test's app in a browser, in a context of its own and by a link of its own; the desktop has that page too. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<AppWindow>;
  /** Browser contexts, each closed with the test. */
  readonly newContext: (options: BrowserContextOptions) => Promise<BrowserContext>;
}

/** A person who reads Chinese, for `appOptions` and `openWindow`: a desktop takes the language from the first, a browser from the second. */
export const CHINESE = { app: { LANG: 'zh_CN.UTF-8' }, window: { locale: 'zh-CN' } } as const;

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
  startApp: async ({ host, folder: _folder }, use) => {
    base.skip(
      host === 'electron' && electronBinary() === null,
      "Electron's binary is not here (node_modules/.bin/install-electron gets it)",
    );
    const started: HeadlessApp[] = [];
    await use(async (options) => {
      const app = await START[host](options);
      started.push(app);
      return app;
    });
    for (const app of started) await app.close();
  },
  app: async ({ startApp, appOptions }, use) => use(await startApp(appOptions)),
  desktop: async ({ app }, use) => {
    if (!isDesktop(app)) throw new Error('this spec needs the desktop: it belongs into tests/e2e/desktop');
    await use(app);
  },
  newContext: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...USUAL, ...options });
      opened.push(context);
      return context;
    });
    await Promise.all(opened.flatMap((context) => context.pages()).map(keepRecordOf));
    await Promise.all(opened.map((context) => context.close()));
  },
  openWindowOf: async ({ newContext }, use) =>
    use(async (app, { prepare, texts, ...options } = {}) => {
      const words = texts ?? textsIn(options.locale === 'zh-CN' ? 'zh-CN' : 'en');
      if (!isDesktop(app)) {
        const page = await recordPage(await (await newContext(options)).newPage());
        await prepare?.(page);
        return AppWindow.open(page, await freshLink(app), words);
      }
      const page = await asIn({ ...USUAL, ...options }, await app.openWindow());
      await prepare?.(page);
      if (prepare !== undefined) await page.reload();
      return new AppWindow(page, words).connected();
    }),
  openWindow: async ({ app, openWindowOf }, use) => use((options) => openWindowOf(app, options)),
  openPage: async ({ app, newContext }, use) =>
    use(async (options = {}) => AppWindow.open(await recordPage(await (await newContext(options)).newPage()), await freshLink(app))),
});

const START = { headless: startHeadlessApp, desktop: startDesktopApp, electron: startElectronApp } as const;

const USUAL = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'dark' } as const satisfies BrowserContextOptions;

function isDesktop(app: HeadlessApp): app is DesktopApp {
  return 'openWindow' in app;
}

/** Gives a desktop window's page what a browser's context would be made with. */
async function asIn(
  { viewport, deviceScaleFactor, colorScheme, reducedMotion, forcedColors }: BrowserContextOptions,
  page: Page,
): Promise<Page> {
  if (viewport) await page.setViewportSize(viewport);
  if (viewport && deviceScaleFactor !== undefined) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', { ...viewport, deviceScaleFactor, mobile: false });
  }
  await page.emulateMedia({ colorScheme: colorScheme ?? null, reducedMotion: reducedMotion ?? null, forcedColors: forcedColors ?? null });
  return page;
}

/**
 * A second window in the same browser, and real focus for both: only one has it, and hears of getting it. Playwright lets every
 * page believe that it is focused all the time, and a browser context is a desktop of its own.
 */
export async function openBeside(first: AppWindow, app: HeadlessApp, viewport: { width: number; height: number }): Promise<AppWindow> {
  const context = first.page.context();
  const page = isDesktop(app) ? await app.openWindow() : await recordPage(await context.newPage());
  await page.setViewportSize(viewport);
  const second = isDesktop(app) ? await new AppWindow(page).connected() : await AppWindow.open(page, await freshLink(app));
  for (const one of [first.page, page]) {
    const session = await context.newCDPSession(one);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  }
  await bringToFront(second, app);
  return second;
}

/** Gives a window that stands beside another one the focus, as a click on it does. */
export async function bringToFront({ page }: AppWindow, app: HeadlessApp): Promise<void> {
  await (isDesktop(app) ? app.focus(page) : page.bringToFront());
}

/** Lets a test see what a window hands to the browser: addresses of new tabs, on the desktop what the system's browser is to open. */
export async function openedElsewhere(app: HeadlessApp, page: Page): Promise<() => Promise<readonly string[]>> {
  if (!isDesktop(app)) {
    const opened: string[] = [];
    page.context().on('page', (other) => opened.push(other.url()));
    return async () => opened;
  }
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    shell.openExternal = async (url) => void opened.push(url);
    Object.assign(globalThis, { openedElsewhere: opened });
  });
  return () => app.evaluate(() => (globalThis as unknown as { openedElsewhere: string[] }).openedElsewhere);
}

/** The link that an app printed; the desktop prints none, so a fresh one. */
export async function linkOf(app: HeadlessApp): Promise<string> {
  return app.link === '' ? freshLink(app) : app.link;
}

/** A link with an unused code. */
export async function freshLink(app: HeadlessApp): Promise<string> {
  return (await asOwner(app.dataFolder, (client) => client.system.link({}))).url;
}
