import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../tests/support/chromium.ts';
import { type HeadlessApp, startHeadlessApp } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import { AppWindow } from '../../tests/support/window/app-window.ts';

/** The built window in a headless Chromium, with its engine on a data folder of its own. */
export interface BenchWindow {
  readonly app: HeadlessApp;
  readonly window: AppWindow;
  close(): Promise<void>;
}

/** Opens one. `dataFolder`: one that was filled before; it is removed at the end. */
export async function openBenchWindow(dataFolder?: string): Promise<BenchWindow> {
  const app = await startHeadlessApp(dataFolder === undefined ? {} : { dataFolder });
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch(CHROMIUM_OPTIONS);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const { url } = await asOwner(app.dataFolder, (client) => client.system.link({}));
    const window = await AppWindow.open(page, url);
    const opened = browser;
    return {
      app,
      window,
      close: async () => {
        await opened.close();
        await app.close();
      },
    };
  } catch (error) {
    await browser?.close();
    await app.close();
    throw error;
  }
}
