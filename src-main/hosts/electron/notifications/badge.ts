import type { Progress } from '#shared/contract/index.ts';
import type { Texts } from '#shared/messages/texts.ts';
import { needOf } from '#shared/session-need.ts';
import type { EngineView } from '../engine-view.ts';

/** What of Electron the app's mark in dock and taskbar needs. */
export interface BadgeElectron {
  /** The number on the icon in the dock, or in a launcher that knows of it; 0 takes it away. */
  setCount(count: number): void;
  /** Windows has no numbers on icons: a picture in the corner of each window's, with words for screen readers; null takes it away. */
  setOverlay(words: string | null): void;
  /** The bar on the app's icon in dock or taskbar; null takes it away. */
  setProgress(progress: Progress | null): void;
}

export interface BadgeOptions {
  readonly electron: BadgeElectron;
  readonly view: EngineView;
  readonly texts: () => Texts;
  readonly platform: NodeJS.Platform;
}

/** How many sessions need the person, and how far programs are that say so, on the app's icon. */
export class Badge {
  readonly #o: BadgeOptions;
  readonly #leave: () => void;
  #count = 0;
  #progress: Progress | null = null;

  constructor(options: BadgeOptions) {
    this.#o = options;
    this.#leave = options.view.onEvent((event) => {
      if (event.type !== 'heartbeat') this.update();
    });
    this.update();
  }

  /** Draws it where it has changed. */
  update(): void {
    const count = this.#o.view.sessions.filter((session) => session.lifecycle !== 'archived' && needOf(session) === 'needs-you').length;
    if (count !== this.#count) {
      this.#count = count;
      this.#drawCount();
    }
    const { progress } = this.#o.view;
    if (progress?.kind === this.#progress?.kind && progress?.percent === this.#progress?.percent) return;
    this.#progress = progress;
    this.#o.electron.setProgress(progress);
  }

  /** Draws it in any case, for a window that is new. */
  draw(): void {
    this.#drawCount();
    this.#o.electron.setProgress(this.#progress);
  }

  close(): void {
    this.#leave();
    this.#count = 0;
    this.#progress = null;
    this.draw();
  }

  #drawCount(): void {
    const { electron, platform, texts } = this.#o;
    if (platform === 'win32') electron.setOverlay(this.#count === 0 ? null : texts().t('tray.needs-you', { count: this.#count }));
    else electron.setCount(this.#count);
  }
}
