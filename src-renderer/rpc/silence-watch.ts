import { HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/heartbeat.ts';
import { pageNow } from './page-clock.ts';

export interface SilenceWatchOptions {
  /** Nothing was heard for too long. `heardAt`: when something was heard last, by `pageNow`. */
  readonly onSilent: (heardAt: number) => void;
  readonly now?: () => number;
}

/**
 * Notices that an engine says nothing any more although its connection lives: one that is stopped or hangs closes nothing.
 * Counts its own ticks instead of comparing times, because a machine that slept must not make every engine on it look gone.
 */
export class SilenceWatch {
  private readonly onSilent: (heardAt: number) => void;
  private readonly now: () => number;
  private timer: ReturnType<typeof setInterval> | null = null;
  private missed = 0;
  private last = 0;

  constructor({ onSilent, now = pageNow }: SilenceWatchOptions) {
    this.onSilent = onSilent;
    this.now = now;
  }

  /** Begins, or begins anew. */
  start(): void {
    this.stop();
    this.heard();
    this.timer = setInterval(() => this.tick(), HEARTBEAT_MS);
  }

  /** Something came from the engine. */
  heard(): void {
    this.missed = 0;
    this.last = this.now();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    this.missed += 1;
    if (this.missed < MISSED_HEARTBEATS) return;
    this.stop();
    this.onSilent(this.last);
  }
}
