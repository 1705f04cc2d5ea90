import { homedir } from 'node:os';
import type * as Electron from 'electron';
import type { BrowserWindow } from 'electron';
import type { Settings } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { type Language, pickLanguage } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from '../../../engine/types.ts';
import type { DesktopArguments, StartWish } from '../arguments.ts';
import type { DesktopClient } from '../desktop-client.ts';
import { AGAIN_MS, pause } from '../engine-view.ts';
import { openWish } from '../links/open-wish.ts';
import { menuTemplate } from '../menu/menu.ts';
import type { DesktopWindows } from '../windows/desktop-windows.ts';
import { PlaceMemory } from '../windows/place-memory.ts';
import { Closing } from './closing.ts';
import { followSettings } from './follow-settings.ts';
import { type LoginItem, loginItem, startsHidden } from './login-item.ts';
import { followPower } from './power.ts';
import { Quit } from './quit.ts';
import { askToQuit } from './quit-dialog.ts';
import { registerLinks, type SingleInstance } from './single-instance.ts';

/** An engine answers in milliseconds; one that hangs must not keep a window open. */
const SAYS_WITHIN_MS = 3_000;

export interface LifeOptions {
  readonly electron: Pick<typeof Electron, 'app' | 'dialog' | 'Menu' | 'powerMonitor' | 'screen'>;
  readonly given: DesktopArguments;
  readonly client: DesktopClient;
  readonly windows: DesktopWindows;
  /** File with the places of windows. */
  readonly places: string;
  /** Opens the windows of last time, unless that was done. */
  readonly openAsLastTime: () => Promise<void>;
  readonly instance: SingleInstance;
  /** Whether there is a tray that a hidden app can be opened from. */
  readonly tray: () => boolean;
  /** Starts an engine in the background that takes this one's place; null for an engine that goes on without the app. */
  readonly handOver: (() => Promise<void>) | null;
  readonly logger: Logger;
}

/** The life cycle of the app, put together: how it starts, hides, sleeps, hears of further starts, and quits. */
export class Life {
  readonly quit: Quit;
  readonly #o: LifeOptions;
  readonly #closing: Closing;
  readonly #places: PlaceMemory;
  readonly #login: LoginItem;
  readonly #ended = new AbortController();
  #settings: Settings | null = null;

  constructor(options: LifeOptions) {
    this.#o = options;
    const { electron, client, windows, places, tray, handOver, logger } = options;
    const { app, dialog, powerMonitor, screen } = electron;
    this.quit = new Quit({
      app,
      client,
      handOver,
      ask: (question) => askToQuit(dialog, question, windows.all.findLast((window) => window.isVisible()) ?? null),
      explain: (error) => this.#explain(KimiError.from(error)),
      language: () => this.#language(),
      logger,
    });
    this.#closing = new Closing({
      settings: () => this.#settingsNow(),
      tray,
      quitting: () => this.quit.decided,
      windows: () => windows.all.length,
      quit: () => app.quit(),
      failed: (error) => logger.error('a window could not be closed', { reason: String(error) }),
    });
    this.#places = new PlaceMemory({ path: places, screen, quitting: () => this.quit.decided, logger });
    // Of an AppImage the image: what runs is gone with its mount.
    const program = process.env.APPIMAGE ?? process.execPath;
    this.#login = loginItem({ app, platform: process.platform, program, env: process.env, home: homedir() });
    followPower({ monitor: powerMonitor, client, logger });
  }

  /** Follows a window that was just made. */
  windowMade(window: BrowserWindow): void {
    this.#places.follow(window);
    this.#closing.follow(window);
  }

  /** Opens the windows of last time, or none where the start is to stay hidden, and does what the start asked for. */
  async start(): Promise<void> {
    const { electron, given, client, windows, instance, logger } = this.#o;
    const { app, powerMonitor } = electron;
    this.#apply(await client.settings.get({}));
    this.#follow();
    // With a window or without: only quitting ends the app.
    app.on('window-all-closed', () => logger.debug('no window is open'));
    app.on('activate', () => windows.show());
    // Nobody can answer a question any more.
    powerMonitor.on('shutdown', () => this.quit.now());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit.now());
    if (app.isPackaged) registerLinks(app);
    const { startHidden = true } = this.#settings?.desktop ?? {};
    const hidden = startsHidden(app, { hidden: given.hidden, startHidden, platform: process.platform });
    if (!hidden || given.link !== null || given.folder !== null) await this.#o.openAsLastTime();
    instance.handle((wish) => this.#open(wish));
    if (given.link !== null || given.folder !== null) this.#open(given);
  }

  /** The app ends: nothing of it asks the engine any more, and what it knows is written down. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#places.idle();
  }

  #open(wish: StartWish): void {
    const { client, windows } = this.#o;
    // Never rejects: what fails is explained.
    void openWish(wish, { client, show: () => windows.show(), explain: (error) => this.#explain(error) });
  }

  #follow(): void {
    const { client, logger } = this.#o;
    const { signal } = this.#ended;
    const follow = async (): Promise<void> => {
      // An engine of another process can end, and come again.
      for (; !signal.aborted; await pause(AGAIN_MS, signal)) {
        try {
          await followSettings({ client, signal, apply: (settings) => this.#apply(settings) });
        } catch (error) {
          if (!signal.aborted) logger.debug('the settings cannot be followed', { reason: String(error) });
        }
      }
    };
    follow().catch((error: unknown) => logger.error('the settings are no longer followed', { reason: String(error) }));
  }

  /** As the engine has them; as they were last, when it does not say: a window must close all the same. */
  async #settingsNow(): Promise<Settings> {
    const asked = this.#o.client.settings.get({});
    const known = this.#settings;
    if (known === null) return asked;
    if (!(await settlesWithin(asked, SAYS_WITHIN_MS))) return known;
    return asked.catch(() => known);
  }

  #apply(settings: Settings): void {
    const { electron, client, logger } = this.#o;
    const { app, Menu } = electron;
    const before = this.#settings;
    this.#settings = settings;
    const same = (read: (of: Settings) => unknown) => before !== null && JSON.stringify(read(before)) === JSON.stringify(read(settings));
    if (!same(({ language, keys }) => [language, keys])) {
      const template = menuTemplate({
        language: this.#language(),
        platform: process.platform,
        keys: settings.keys,
        devTools: !app.isPackaged,
        act: (action) => {
          client.system.act({ action }).catch((error: unknown) => logger.warn('a menu’s action failed', { action, reason: String(error) }));
        },
        quit: () => app.quit(),
      });
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    }
    const { startAtLogin, startHidden } = settings.desktop;
    // A checkout is started by hand; what the system would start is Electron.
    if (app.isPackaged && !same(({ desktop }) => [desktop.startAtLogin, desktop.startHidden])) {
      this.#login
        .set({ start: startAtLogin, hidden: startHidden })
        .catch((error: unknown) => logger.error('the start at login could not be set', { reason: String(error) }));
    }
  }

  #language(): Language {
    const { language = 'system' } = this.#settings ?? {};
    return language === 'system' ? pickLanguage([this.#o.electron.app.getLocale()]) : language;
  }

  #explain(error: KimiError): void {
    const { what, why, todo } = errorText(error, textsIn(this.#language()));
    this.#o.electron.dialog.showErrorBox(what, [why, todo].filter((line) => line !== '').join('\n'));
  }
}
