import type { BrowserWindow } from 'electron';
import type { Settings } from '#shared/contract/index.ts';

/** What closing a window means. */
export type ClosePlan = 'close' | 'hide' | 'quit';

export interface CloseFacts {
  /** Whether it is the only window. */
  readonly last: boolean;
  /** The app is on its way out. */
  readonly quitting: boolean;
  readonly closeToTray: boolean;
  /** Whether there is a tray that the app can be opened from again. */
  readonly tray: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * What the window's close button does. Without a tray nothing is hidden: nobody would find it again. On a Mac an app lives on without
 * windows. Elsewhere closing the last one is quitting, which is asked about while the window is still there.
 */
export function closePlan({ last, quitting, closeToTray, tray, platform }: CloseFacts): ClosePlan {
  if (quitting || !last) return 'close';
  if (closeToTray && tray) return 'hide';
  return platform === 'darwin' ? 'close' : 'quit';
}

export interface ClosingOptions {
  readonly settings: () => Promise<Pick<Settings, 'desktop'>>;
  readonly tray: () => boolean;
  readonly quitting: () => boolean;
  /** Windows that are open, hidden ones too. */
  readonly windows: () => number;
  readonly quit: () => void;
  readonly platform?: NodeJS.Platform;
  readonly failed: (error: unknown) => void;
}

/** Lets the close button of a window do what the person has set. */
export class Closing {
  readonly #o: ClosingOptions;
  /** Windows whose next close is meant. */
  readonly #meant = new WeakSet<object>();

  constructor(options: ClosingOptions) {
    this.#o = options;
  }

  follow(window: Pick<BrowserWindow, 'on' | 'close' | 'hide' | 'isDestroyed'>): void {
    window.on('close', (event) => {
      if (this.#o.quitting() || this.#meant.has(window)) return;
      // The setting is asked for, and Electron waits for nobody.
      event.preventDefault();
      this.#decide(window).catch(this.#o.failed);
    });
  }

  async #decide(window: Pick<BrowserWindow, 'close' | 'hide' | 'isDestroyed'>): Promise<void> {
    const { settings, tray, quitting, windows, quit, platform = process.platform } = this.#o;
    const { desktop } = await settings();
    if (window.isDestroyed()) return;
    const facts = { last: windows() === 1, quitting: quitting(), closeToTray: desktop.closeToTray, tray: tray(), platform };
    switch (closePlan(facts)) {
      case 'hide':
        window.hide();
        return;
      case 'quit':
        quit();
        return;
      case 'close':
        this.#meant.add(window);
        window.close();
    }
  }
}
