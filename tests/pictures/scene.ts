import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect } from '@playwright/test';
import { type HeadlessApp, startHeadlessApp } from '../support/headless-app.ts';
import { prompt, startTrustedKimi, trustFolder } from '../support/kimi-steps.ts';
import { asOwner } from '../support/owner-client.ts';
import { textsIn } from '../support/texts.ts';
import { AppWindow } from '../support/window/app-window.ts';
import type { TerminalView } from '../support/window/terminal-view.ts';
import { pageIn } from './browser.ts';
import type { View } from './views.ts';

const FOLDERS = ['garden', 'notes', 'weather'] as const;
/** What is a minute old or ten while pictures are taken is three hours old on all of them. */
const LATER_MS = 3 * 3_600_000;

/** Draws a screen with most of what terminals show, in less columns than the narrowest pane has, and leaves a prompt. */
const DRAW = String.raw`PS1='$ '
printf '\033[H\033[2J\033[3J\033[1mbeds\033[0m  \033[32m8 planted\033[0m  \033[31m1 dry\033[0m\n'
printf '┌──────────┬─────────┐\n│ tomatoes │ 西红柿  │\n│ beans    │ 豆子    │\n│ squash   │ 南瓜    │\n└──────────┴─────────┘\n'
for row in 0 60; do for n in 0 1 2 3 4 5 6 7; do printf "\033[$((row / 2 * 2 + 40 + n))m  "; done; printf '\033[0m\n'; done
printf '\033[3mitalic\033[0m \033[4munderlined\033[0m \033[7mreverse\033[0m \033[2mdim\033[0m\n'
`;

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

  static async open(browser: Browser): Promise<Scene> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'pictures-')));
    // People see the folders in the picture.
    await Promise.all(FOLDERS.map((name) => mkdir(join(folder, name))));
    await writeFile(join(folder, 'draw.sh'), DRAW);
    return new Scene(await startHeadlessApp({ demo: true }), browser, folder);
  }

  folder(name: (typeof FOLDERS)[number]): string {
    return join(this.#folder, name);
  }

  /** Opens the app in a window of its own, as it looks in `view`, by a clock that stands still. */
  async window(view: View): Promise<AppWindow> {
    const page = await pageIn(this.#browser, view, Date.now() + LATER_MS);
    const { url } = await asOwner(this.app.dataFolder, (client) => client.system.link({}));
    await page.goto(url);
    const window = new AppWindow(page, textsIn(view.language));
    await window.isConnected();
    return window;
  }

  /** A Kimi that waits for approval, one that has finished and one that asks for trust. */
  async #startAgents(window: AppWindow): Promise<TerminalView> {
    const done = await startTrustedKimi(window, { name: 'Explain the forecast', folder: this.folder('weather') });
    await prompt(done, 'say a plain hello');
    await done.shows('This is a plain answer');
    await window.says('Explain the forecast', 'finished');
    const asking = await window.start({ agent: 'kimi', name: 'Tidy up the notes', folder: this.folder('notes') });
    await asking.shows('Trust this folder?', { timeout: 30_000 });
    const kimi = await window.start({ agent: 'kimi', name: 'Plan the beds', folder: this.folder('garden') });
    await trustFolder(kimi);
    await prompt(kimi, 'please run a command that lists the beds');
    await kimi.shows('1. Approve once');
    await window.says('Plan the beds', 'waiting');
    return kimi;
  }

  /** The picture of the README: Kimi waits beside a shell. */
  async fill(window: AppWindow): Promise<void> {
    await this.#startAgents(window);
    await window.page.keyboard.press('Control+Shift+E');
    const shell = await window.start({ agent: 'shell', name: 'Garden shell', folder: this.folder('garden') });
    await shell.run('touch tomatoes beans squash && ls');
    await shell.shows('tomatoes');
  }

  /** The golden pictures: the agents' states in the list, and on the stage shells that draw the same in every run. */
  async fillSteadily(window: AppWindow): Promise<void> {
    await this.#startAgents(window);
    await window.page.keyboard.press('Control+Shift+Backspace');
    for (const [name, folder] of [
      ['Garden shell', 'garden'],
      ['Weather shell', 'weather'],
    ] as const) {
      if (name === 'Weather shell') await window.page.keyboard.press('Control+Shift+E');
      const shell = await window.start({ agent: 'shell', name, folder: this.folder(folder) });
      await shell.run('. ../draw.sh');
      await shell.shows('reverse');
    }
    await this.#isRemembered('Garden shell', 'Weather shell');
  }

  /** Waits until the engine has the layout with these sessions in it, which the next window begins with. */
  async #isRemembered(...names: readonly string[]): Promise<void> {
    const remembers = () =>
      asOwner(this.app.dataFolder, async (client) => {
        const [sessions, { json }] = [await client.session.list({}), await client.settings.loadLayout({ name: 'main' })];
        return names.every((name) => json?.includes(sessions.find((session) => session.name === name)?.id ?? '-') === true);
      });
    await expect.poll(remembers, { message: 'the engine remembers the panes' }).toBe(true);
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
