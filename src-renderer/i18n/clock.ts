import { nextTick } from './age.ts';

/** One timer for every age in the window; it stands still while the window is hidden or shows no age. */
export class AgeClock {
  private readonly shown = new Map<symbol, { readonly since: number; readonly changed: () => void }>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly visibility = () => this.plan();
  /** The time that ages are told against, ms since the epoch. */
  now = Date.now();

  constructor() {
    document.addEventListener('visibilitychange', this.visibility);
  }

  /** Calls `changed` whenever an age since `since` may read differently. */
  watch(since: number, changed: () => void): () => void {
    const key = Symbol('age');
    this.now = Date.now();
    this.shown.set(key, { since, changed });
    this.plan();
    return () => {
      this.shown.delete(key);
      this.plan();
    };
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.visibility);
    this.shown.clear();
    this.plan();
  }

  private plan(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (document.hidden) return;
    const wait = nextTick(
      Date.now(),
      [...this.shown.values()].map((entry) => entry.since),
    );
    if (wait !== null) this.timer = setTimeout(() => this.tick(), wait);
  }

  private tick(): void {
    this.now = Date.now();
    for (const { changed } of this.shown.values()) changed();
    this.plan();
  }
}
