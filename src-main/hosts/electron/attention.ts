import type * as Electron from 'electron';
import type { BrowserWindow } from 'electron';
import type { SessionId } from '#shared/ids.ts';
import { pickLanguage } from '#shared/messages/languages.ts';
import type { Texts } from '#shared/messages/texts.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { type TraySupport, traySupport } from '../../engine/doctor/index.ts';
import type { Logger } from '../../engine/types.ts';
import type { DesktopClient } from './desktop-client.ts';
import { EngineView } from './engine-view.ts';
import { Badge } from './notifications/badge.ts';
import { DesktopNotifications } from './notifications/desktop-notifications.ts';
import { sayMissingTray } from './tray/missing-tray.ts';
import { AppTray } from './tray/tray.ts';
import type { TrayCommand } from './tray/tray-model.ts';
import type { DesktopWindows } from './windows/desktop-windows.ts';

/** A window that opens at this moment loads its page and connects; on a busy machine that takes seconds. */
const WINDOW_OPENS_MS = 30_000;

/** What Windows calls the kinds of a bar; elsewhere there is one. */
const MODES = { percent: 'normal', error: 'error', paused: 'paused' } as const;

export interface AttentionOptions {
  readonly electron: Pick<typeof Electron, 'app' | 'Menu' | 'nativeImage' | 'nativeTheme' | 'Notification' | 'Tray'>;
  readonly client: DesktopClient;
  readonly windows: DesktopWindows;
  /** Folder with the drawn tray icons. */
  readonly icons: string;
  readonly quit: () => void;
  readonly logger: Logger;
  /** Whether the desktop shows tray icons. */
  readonly support?: () => Promise<TraySupport>;
}

/** What the app shows of the engine outside of its windows: tray, native notifications, and the mark on its icon. */
export class Attention {
  readonly #o: AttentionOptions;
  readonly #view = new EngineView();
  readonly #notifications: DesktopNotifications;
  readonly #badge: Badge;
  readonly #end = new AbortController();
  #tray: AppTray | null = null;
  #support: TraySupport = 'unknown';
  #texts: Texts;

  constructor(options: AttentionOptions) {
    this.#o = options;
    const { electron, client, windows, icons, logger } = options;
    const { app, Notification, nativeImage } = electron;
    const { platform } = process;
    this.#texts = textsIn(pickLanguage([app.getLocale()]));
    const common = { view: this.#view, texts: () => this.#texts, platform };
    this.#notifications = new DesktopNotifications({
      ...common,
      electron: { isSupported: () => Notification.isSupported(), create: (wish) => new Notification(wish) },
      calls: () => client,
      openSession: (session) => this.#openSession(session),
      onProblem: (message, fields) => logger.warn(message, fields),
    });
    this.#badge = new Badge({
      ...common,
      electron: {
        setCount: (count) => app.setBadgeCount(count),
        setOverlay: (words) => {
          const mark = words === null ? null : nativeImage.createFromPath(`${icons}/needs-you-light-16.png`);
          for (const window of windows.all) window.setOverlayIcon(mark, words ?? '');
        },
        setProgress: (progress) => {
          for (const window of windows.all) {
            if (progress === null) window.setProgressBar(-1);
            else window.setProgressBar(progress.percent / 100, { mode: MODES[progress.kind] });
          }
        },
      },
    });
  }

  /** Whether the app can be reached by an icon in the tray. Where that cannot be found out, a second start still reaches it. */
  get hasTray(): boolean {
    return this.#tray !== null && this.#support !== 'no';
  }

  /** Shows the tray and follows the engine from now on. Whether the tray can be seen is found out beside that. */
  async start(): Promise<void> {
    const { client, logger } = this.#o;
    this.#speak((await client.settings.get({})).language);
    this.#view.onEvent((event) => {
      if (event.type === 'settings.changed') this.#speak(event.settings.language);
    });
    this.#tray = this.#makeTray();
    let problem = '';
    this.#view
      .follow(
        () => client,
        this.#end.signal,
        (reason) => {
          // It is tried again twice a second.
          if (reason !== problem) logger.warn('the app cannot follow the engine', { reason });
          problem = reason;
        },
      )
      .catch((error: unknown) => logger.error('the app no longer follows the engine', { reason: String(error) }));
    // Never rejects: what fails is logged.
    void this.#lookForTray();
  }

  /** A window is new: its icon in the taskbar has no mark yet. */
  windowMade(window: BrowserWindow): void {
    // One that was there before the engine may be shown by now.
    if (window.isVisible()) this.#badge.draw();
    else window.once('ready-to-show', () => this.#badge.draw());
  }

  /** The app ends: nothing of it stays on the person's screen. */
  end(): void {
    this.#end.abort();
    this.#notifications.close();
    this.#badge.close();
    this.#tray?.destroy();
    this.#tray = null;
  }

  #makeTray(): AppTray {
    const { electron, icons } = this.#o;
    const { Tray, Menu, nativeImage, nativeTheme } = electron;
    return new AppTray({
      electron: {
        createTray: (image) => new Tray(image),
        loadImage: (path) => nativeImage.createFromPath(path),
        buildMenu: (template) => Menu.buildFromTemplate(template),
        isDark: () => nativeTheme.shouldUseDarkColors,
        onThemeChanged: (listener) => {
          nativeTheme.on('updated', listener);
          return () => nativeTheme.off('updated', listener);
        },
      },
      view: this.#view,
      texts: () => this.#texts,
      onCommand: (command) => this.#do(command),
      icons,
      platform: process.platform,
    });
  }

  async #lookForTray(): Promise<void> {
    const { electron, client, logger, support = () => traySupport(process.platform, process.env) } = this.#o;
    const { Notification } = electron;
    try {
      this.#support = await support();
      const notify = (wish: Electron.NotificationConstructorOptions) => new Notification(wish).show();
      const said = await sayMissingTray({ support: this.#support, calls: client, texts: this.#texts, notify });
      if (said) logger.info('this desktop shows no tray icons');
    } catch (error) {
      logger.warn('whether there is a tray could not be found out', { reason: String(error) });
    }
  }

  #do(command: TrayCommand): void {
    const { client, windows, quit } = this.#o;
    switch (command.kind) {
      case 'open':
        windows.show();
        return;
      case 'open-session':
        this.#openSession(command.session);
        return;
      case 'new-session':
        windows.show();
        this.#call('a new session could not be asked for', client.session.propose({ waitMs: WINDOW_OPENS_MS }));
        return;
      case 'quiet': {
        const { on, minutes } = command;
        const wish = { set: on ? ('on' as const) : ('off' as const), ...(minutes === null ? {} : { minutes }) };
        this.#call('do not disturb could not be set', client.notification.doNotDisturb(wish));
        return;
      }
      case 'quit':
        quit();
    }
  }

  #openSession(session: SessionId): void {
    const { client, windows } = this.#o;
    windows.show();
    this.#call('a session could not be shown', client.session.switch({ session, waitMs: WINDOW_OPENS_MS }));
  }

  #call(problem: string, call: Promise<unknown>): void {
    call.catch((error: unknown) => this.#o.logger.warn(problem, { reason: String(error) }));
  }

  #speak(language: 'system' | 'en' | 'zh-CN'): void {
    this.#texts = textsIn(language === 'system' ? pickLanguage([this.#o.electron.app.getLocale()]) : language);
    this.#tray?.changed();
  }
}
