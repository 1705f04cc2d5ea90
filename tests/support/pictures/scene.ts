import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium } from '@playwright/test';
import type { Language } from '#shared/messages/index.ts';
import { CHROMIUM_OPTIONS } from '../chromium.ts';
import { type HeadlessApp, startHeadlessApp } from '../headless-app.ts';
import { prompt, startTrustedKimi, trustFolder } from '../kimi-steps.ts';
import { asOwner } from '../owner-client.ts';
import { AppWindow } from '../window/app-window.ts';

/** How a picture is taken. */
export interface View {
  readonly theme: 'light' | 'dark';
  readonly language: Language;
  readonly width: number;
  readonly height: number;
}

export const README_VIEW: View = { theme: 'dark', language: 'en', width: 1280, height: 800 };

/** A demo app with sessions that show what the window is for. */
export class Scene {
  readonly app: HeadlessApp;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(app: HeadlessApp, browser: Browser, folder: string) {
    this.app = app;
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(): Promise<Scene> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'pictures-')));
    // People see the folders in the picture.
    await Promise.all(['garden', 'notes', 'weather'].map((name) => mkdir(join(folder, name))));
    const app = await startHeadlessApp({ demo: true });
    return new Scene(app, await chromium.launch(CHROMIUM_OPTIONS), folder);
  }

  folder(name: 'garden' | 'notes' | 'weather'): string {
    return join(this.#folder, name);
  }

  /** Opens the app in a window of its own, as it looks in `view`. */
  async window(view: View): Promise<AppWindow> {
    const options: BrowserContextOptions = {
      viewport: { width: view.width, height: view.height },
      locale: view.language,
      colorScheme: view.theme,
      reducedMotion: 'reduce',
    };
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    const { url } = await asOwner(this.app.dataFolder, (client) => client.system.link({}));
    await page.goto(url);
    return new AppWindow(page, view.language);
  }

  /** A Kimi that waits for approval beside a shell, one that has finished, and one that asks for trust. */
  async fill(window: AppWindow): Promise<void> {
    const done = await startTrustedKimi(window, { name: 'Explain the forecast', folder: this.folder('weather') });
    await prompt(done, 'say a plain hello');
    await done.shows('This is a plain answer');
    const asking = await window.start({ agent: 'kimi', name: 'Tidy up the notes', folder: this.folder('notes') });
    await asking.shows('Trust this folder?', { timeout: 30_000 });
    const kimi = await window.start({ agent: 'kimi', name: 'Plan the beds', folder: this.folder('garden') });
    await trustFolder(kimi);
    await prompt(kimi, 'please run a command that lists the beds');
    await kimi.shows('1. Approve once');
    await window.page.keyboard.press('Control+Shift+E');
    const shell = await window.start({ agent: 'shell', name: 'Garden shell', folder: this.folder('garden') });
    await shell.run('touch tomatoes beans squash && ls');
    await shell.shows('tomatoes');
    await window.says('Plan the beds', 'waiting');
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.app.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
