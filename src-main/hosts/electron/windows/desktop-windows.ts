import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Logger } from '../../../engine/types.ts';

/** A size in which list, stage and inspector have room; the page needs 960 x 600 (docs/window.md). */
const USUAL = { width: 1280, height: 800 };
const LEAST = { minWidth: 640, minHeight: 400 };

/** A page that crashes again this soon after it was loaded anew would do so for ever. */
const CRASH_LOOP_MS = 10_000;
const MOST_CRASHES = 3;

export interface DesktopWindowsOptions {
  /** Makes a window: `new BrowserWindow`. */
  readonly make: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  /** The bundled preload; null for pages that need none. */
  readonly preload: string | null;
  /** The address to show, asked for each time a page is loaded. */
  readonly address: () => Promise<string>;
  /** Whether the developer tools can be opened: not in what is installed. */
  readonly devTools: boolean;
  readonly now: () => number;
  readonly logger: Logger;
}

/** What a window is opened with besides what every window has. */
export type WindowWish = Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height' | 'show'>;

/** The windows of the app, each a page of ours in a sandbox. */
export class DesktopWindows {
  private readonly options: DesktopWindowsOptions;
  private readonly open = new Set<BrowserWindow>();

  constructor(options: DesktopWindowsOptions) {
    this.options = options;
  }

  /** The windows that are open, the one used last at the end. */
  get all(): readonly BrowserWindow[] {
    return [...this.open];
  }

  /** Opens a window. It is shown when it has something to show. */
  create(wish: WindowWish = {}): BrowserWindow {
    const { make, preload, devTools, logger } = this.options;
    const window = make({
      ...USUAL,
      ...LEAST,
      ...wish,
      show: false,
      webPreferences: {
        ...(preload === null ? {} : { preload }),
        devTools,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    this.open.add(window);
    window.on('closed', () => this.open.delete(window));
    window.on('focus', () => {
      this.open.delete(window);
      this.open.add(window);
    });
    if (wish.show !== false) window.once('ready-to-show', () => window.show());
    this.reviveAfterCrash(window);
    this.load(window);
    logger.info('a window was opened', { window: window.id });
    return window;
  }

  /** Brings a window before the person's eyes: the one used last, else a new one. */
  show(): BrowserWindow {
    const last = this.all.at(-1);
    if (last === undefined) return this.create();
    if (last.isMinimized()) last.restore();
    last.show();
    last.focus();
    return last;
  }

  private load(window: BrowserWindow): void {
    const load = async () => window.loadURL(await this.options.address());
    load().catch((error: unknown) => {
      if (!window.isDestroyed()) this.options.logger.error('the page could not be loaded', { window: window.id, reason: String(error) });
    });
  }

  /** A page that crashed is loaded anew: its sessions live in the holder, its layout with the engine. */
  private reviveAfterCrash(window: BrowserWindow): void {
    const { now, logger } = this.options;
    let crashes: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      logger.error('the page of a window is gone', { window: window.id, reason, exitCode });
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      const at = now();
      crashes = [...crashes.filter((earlier) => at - earlier < CRASH_LOOP_MS), at];
      if (crashes.length <= MOST_CRASHES) this.load(window);
      else logger.error('the page crashes again and again; it is left as it is', { window: window.id });
    });
  }
}
