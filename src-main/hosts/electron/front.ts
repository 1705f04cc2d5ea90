import { join } from 'node:path';
import { app, BrowserWindow, type BrowserWindowConstructorOptions, ipcMain, MessageChannelMain, screen, session, shell } from 'electron';
import { LateLogger } from '../../doors/late-logger.ts';
import { loadStaticFiles, type StaticFiles } from '../../doors/page/static-files.ts';
import { APP_PAGE, serveApp } from './app-protocol.ts';
import { WaitingPorts } from './ports/waiting-ports.ts';
import { handOverPorts } from './ports/window-ports.ts';
import { DesktopWindows, type DesktopWindowsOptions } from './windows/desktop-windows.ts';
import { hardenContents, hardenSession, Origins } from './windows/hardening.ts';
import { placesFile, placesOfLastTime } from './windows/kept-places.ts';

/**
 * What a window needs to be drawn: what protects it, its page, and somebody who takes its ports. It is there before the engine, and
 * is made of little, because the person waits for it.
 */
export class Front {
  readonly logger = new LateLogger();
  readonly origins = new Origins();
  readonly ports = new WaitingPorts();
  /** The app's own windows. */
  readonly windows: DesktopWindows;
  /** The built page. */
  readonly files: Promise<StaticFiles>;
  /** File with the places of windows. */
  readonly places: string;
  readonly #followers: ((window: BrowserWindow) => void)[] = [];
  #opened: Promise<void> | null = null;

  /** @param mainFolder of the bundled entry file */
  constructor(dataFolder: string, mainFolder: string) {
    const { logger, origins, ports } = this;
    hardenSession(session.defaultSession, origins, logger);
    hardenContents({ app, shell, origins, logger });
    this.places = placesFile(dataFolder);
    this.files = loadStaticFiles(join(mainFolder, '..', 'renderer'));
    serveApp(session.defaultSession.protocol, this.files);
    this.windows = this.windowsOn({ preload: join(mainFolder, '..', 'preload', 'preload.cjs'), address: async () => APP_PAGE });
    handOverPorts({
      ipc: ipcMain,
      channel: () => new MessageChannelMain(),
      windowOf: ({ sender }) => this.windows.all.find(({ webContents }) => webContents === sender) ?? null,
      ports,
      logger,
    });
  }

  /** Windows that show a page: our own, or another engine's. */
  windowsOn(page: Pick<DesktopWindowsOptions, 'preload' | 'address'>): DesktopWindows {
    const { logger } = this;
    const make = (options: BrowserWindowConstructorOptions): BrowserWindow => {
      const window = new BrowserWindow(options);
      for (const follow of this.#followers) follow(window);
      return window;
    };
    return new DesktopWindows({ ...page, make, devTools: !app.isPackaged, now: () => performance.now(), logger });
  }

  /** Who follows every window, the own ones that are open and all that come. */
  onWindow(follow: (window: BrowserWindow) => void): void {
    this.#followers.push(follow);
    for (const window of this.windows.all) follow(window);
  }

  /** Opens the windows of last time, each where it was; one, when there was none. Once: later calls wait for the first. */
  openAsLastTime(): Promise<void> {
    this.#opened ??= this.openIn(this.windows);
    return this.#opened;
  }

  /** Opens the windows of last time, of this kind. */
  async openIn(windows: DesktopWindows): Promise<void> {
    const places = await placesOfLastTime(this.places, screen, this.logger);
    for (const { bounds, maximized, fullScreen } of places) {
      const window = windows.create(bounds);
      if (maximized) window.maximize();
      if (fullScreen) window.setFullScreen(true);
    }
    if (places.length === 0) windows.create();
  }
}
