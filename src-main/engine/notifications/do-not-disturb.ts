import type { DoNotDisturb } from '#shared/contract/index.ts';
import type { NotificationRepository, Quiet } from './repository.ts';

/** The longest that a timer can wait, ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface QuietTimeOptions {
  readonly repository: Pick<NotificationRepository, 'quiet' | 'setQuiet'>;
  /** ms since the epoch. The end is a time of day for a person, so a clock that is set moves it. */
  readonly now: () => number;
  /** It was turned on or off, or came to its end. */
  readonly onChange: (doNotDisturb: DoNotDisturb) => void;
}

/** Whether the person wants to be left alone, and until when. Kept over restarts. */
export class QuietTime {
  readonly #o: QuietTimeOptions;
  #quiet: Quiet | null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: QuietTimeOptions) {
    this.#o = options;
    this.#quiet = options.repository.quiet();
    // One that came to its end while no engine ran is over.
    if (!this.state.on) this.#quiet = null;
    this.#arm();
  }

  get state(): DoNotDisturb {
    const quiet = this.#quiet;
    const on = quiet !== null && (quiet.until === null || quiet.until > this.#o.now());
    return { on, until: on ? quiet.until : null };
  }

  /** @param minutes how long; without it until it is turned off */
  async set(on: boolean, minutes: number | undefined): Promise<DoNotDisturb> {
    const quiet = on ? { until: minutes === undefined ? null : this.#o.now() + minutes * 60_000 } : null;
    await this.#o.repository.setQuiet(quiet);
    this.#quiet = quiet;
    this.#arm();
    this.#o.onChange(this.state);
    return this.state;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    this.close();
    const until = this.#quiet?.until ?? null;
    if (until === null) return;
    const left = Math.min(Math.max(until - this.#o.now(), 0), LONGEST_TIMER);
    this.#timer = setTimeout(() => this.#due(), left);
    this.#timer.unref();
  }

  #due(): void {
    // The clock was set back meanwhile, or the timer is a moment early.
    if (this.state.on) this.#arm();
    else {
      this.#quiet = null;
      this.#timer = null;
      this.#o.onChange(this.state);
    }
  }
}
