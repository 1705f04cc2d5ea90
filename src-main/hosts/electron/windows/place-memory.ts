import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BrowserWindow, Screen as ElectronScreen } from 'electron';
import { writeFileAtomic } from '../../../engine/store/index.ts';
import type { Logger } from '../../../engine/types.ts';
import { screensOf } from './kept-places.ts';
import { placeOn, type WindowPlace } from './places.ts';

/** A window as far as its place goes. */
export type PlacedWindow = Pick<
  BrowserWindow,
  'on' | 'isDestroyed' | 'isMaximized' | 'isFullScreen' | 'getBounds' | 'getNormalBounds' | 'setBounds'
>;

export interface PlaceMemoryOptions {
  /** `kept-places.ts` reads it. */
  readonly path: string;
  readonly screen: Pick<ElectronScreen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on'>;
  /** Whether the app is on its way out: windows that close by that are there again at the next start. */
  readonly quitting: () => boolean;
  readonly logger: Logger;
}

/**
 * Remembers where windows are, for the next start, and keeps them where a person can reach them when a screen goes.
 */
export class PlaceMemory {
  readonly #o: PlaceMemoryOptions;
  /** Places of the windows that are open, in the order of their opening. */
  readonly #open = new Map<PlacedWindow, WindowPlace>();
  #saving: Promise<void> = Promise.resolve();
  #waits = false;

  constructor(options: PlaceMemoryOptions) {
    this.#o = options;
    // The other windows' screens are as they were; their windows are looked at all the same, which does nothing.
    for (const event of ['display-removed', 'display-metrics-changed'] as const)
      options.screen.on(event as 'display-removed', () => this.#bringBack());
  }

  /** Follows a window from now on. */
  follow(window: PlacedWindow): void {
    for (const other of this.#open.keys()) if (other.isDestroyed()) this.#open.delete(other);
    this.#open.set(window, placeOf(window));
    const moved = () => this.#moved(window);
    // By name, because each has an overload of its own.
    window.on('moved', moved).on('resized', moved);
    window.on('maximize', moved).on('unmaximize', moved);
    window.on('enter-full-screen', moved).on('leave-full-screen', moved);
    // What is closed by itself does not come back; the last one does, for it ended the app, or stays in the tray.
    window.on('closed', () => {
      if (this.#open.size > 1 && !this.#o.quitting()) {
        this.#open.delete(window);
        this.#save();
      }
    });
    this.#save();
  }

  /** Resolves when everything that is known is written down. */
  async idle(): Promise<void> {
    await this.#saving;
  }

  #moved(window: PlacedWindow): void {
    if (window.isDestroyed()) return;
    this.#open.set(window, placeOf(window));
    this.#save();
  }

  #bringBack(): void {
    for (const window of this.#open.keys()) {
      if (window.isDestroyed()) continue;
      const now = window.getBounds();
      const there = placeOn(screensOf(this.#o.screen), now);
      if (there.x === now.x && there.y === now.y && there.width === now.width && there.height === now.height) continue;
      window.setBounds(there);
      this.#moved(window);
    }
  }

  /** One after the other, and what changes meanwhile in one more: dragging a window tells of every step. */
  #save(): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#saving = this.#saving
      .then(async () => {
        this.#waits = false;
        const { path } = this.#o;
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomic(path, `${JSON.stringify([...this.#open.values()])}\n`);
      })
      .catch((error: unknown) => this.#o.logger.warn('the places of windows could not be kept', { reason: String(error) }));
  }
}

function placeOf(window: PlacedWindow): WindowPlace {
  return { bounds: window.getNormalBounds(), maximized: window.isMaximized(), fullScreen: window.isFullScreen() };
}
