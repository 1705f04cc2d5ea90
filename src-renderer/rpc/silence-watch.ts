import { HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/heartbeat.ts';
import { pageNow } from './page-clock.ts';

export interface SilenceWatchOptions {
  /** Nothing was heard for too long. `heardAt`: when something was heard last, by `pageNow`. */
  readonly onSilent: (heardAt: number) => void;
  readonly now?: () => number;
}

/** Half of what may be missing: longer than a heartbeat takes to come, so that a living engine never lets the timer go off. */
const HALF_MS = (HEARTBEAT_MS * MISSED_HEARTBEATS) / 2;

/**
 * Notices that an engine says nothing any more although its connection lives: one that is stopped or hangs closes nothing. Each word from
 * the engine puts its one timer off, so that in a window at rest none goes off at all. It has to go off twice: on a machine that slept the
 * first time may be over at once, and says nothing.
 */
export class SilenceWatch {
  private readonly onSilent: (heardAt: number) => void;
  private readonly now: () => number;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private watching = false;
  private last = 0;

  constructor({ onSilent, now = pageNow }: SilenceWatchOptions) {
    this.onSilent = onSilent;
    this.now = now;
  }

  /** Begins, or begins anew. */
  start(): void {
    this.watching = true;
    this.heard();
  }

  /** Something came from the engine. */
  heard(): void {
    this.last = this.now();
    if (this.watching) this.wait(() => this.wait(() => this.silent()));
  }

  stop(): void {
    this.watching = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private wait(then: () => void): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(then, HALF_MS);
  }

  private silent(): void {
    this.stop();
    this.onSilent(this.last);
  }
}
