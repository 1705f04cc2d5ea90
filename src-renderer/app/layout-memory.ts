import type { KimiError } from '#shared/errors/kimi-error.ts';
import { toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import type { LayoutStore } from '../state/layout-store.ts';
import { decodeWindow, encodeWindow } from '../state/saved-layout.ts';

// One name for all windows: a new window begins as the last one was left.
const NAME = 'main';
const STORAGE_KEY = 'kimi-shell.window';
// Long enough to let a drag settle, short enough that closing the browser right after loses nothing one would miss.
const SETTLE_MS = 400;

/**
 * Remembers tabs and panes: in this tab's own storage, so that two windows do not change each other at a reload, and at
 * the engine, for new windows and after the port has changed.
 */
export class LayoutMemory {
  private readonly store: LayoutStore;
  private readonly connection: EngineConnection;
  private readonly problem: (error: KimiError) => void;
  private readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private saved = '';
  private restored = false;
  private readonly stopListening: () => void;

  constructor(
    store: LayoutStore,
    connection: EngineConnection,
    problem: (error: KimiError) => void,
    storage: Pick<Storage, 'getItem' | 'setItem'> = window.sessionStorage,
  ) {
    this.store = store;
    this.connection = connection;
    this.problem = problem;
    this.storage = storage;
    const own = storage.getItem(STORAGE_KEY);
    if (own !== null) {
      store.getState().restore(decodeWindow(own));
      this.restored = true;
    }
    this.stopListening = store.subscribe(() => this.changed());
  }

  /** The engine is there: takes its memory over when this tab has none of its own, and hands in what it missed. */
  async connected(): Promise<void> {
    if (!this.restored) {
      const { json } = await this.connection.client.settings.loadLayout({ name: NAME });
      this.restored = true;
      // The person may have opened something while the answer was on its way.
      if (json !== null && this.store.getState().layout.tabs.length === 0) this.store.getState().restore(decodeWindow(json));
      this.saved = json ?? '';
    }
    await this.save();
  }

  /** Saves what is not saved yet. */
  async save(): Promise<void> {
    const { layout, view } = this.store.getState();
    const json = encodeWindow({ layout, view });
    if (!this.restored || json === this.saved || this.connection.phase.kind !== 'open') return;
    await this.connection.client.settings.saveLayout({ name: NAME, json });
    this.saved = json;
  }

  dispose(): void {
    this.stopListening();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private changed(): void {
    const { layout, view } = this.store.getState();
    if (this.restored) this.storage.setItem(STORAGE_KEY, encodeWindow({ layout, view }));
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.save().catch((thrown: unknown) => {
        const error = toKimiError(thrown);
        // An engine that went away in between gets it when it is back.
        if (error.code !== 'ENGINE_UNREACHABLE') this.problem(error);
      });
    }, SETTLE_MS);
  }
}
