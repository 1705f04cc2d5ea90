/**
 * After the program ended its output is read until it ends too. A process left in the background can hold it open for ever: then, until it
 * has been quiet for this long.
 */
const QUIET_MS = 200;
/** What the program itself wrote is in the kernel's buffer, which is read long before this, however much the others write. */
const LONGEST_MS = 2000;

/** Decides when a child whose program has ended has said everything. */
export class Drain {
  readonly #onDone: () => void;
  #state: 'running' | 'draining' | 'done' = 'running';
  #paused = false;
  #timer: NodeJS.Timeout | null = null;
  /** Time spent reading since the program ended, ms. */
  #reading = 0;
  #quietFrom = 0;

  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  /** The program ended, its output has not. */
  programEnded(): void {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    this.#wait();
  }

  /** Output came. */
  data(): void {
    if (this.#state === 'draining') this.#quietFrom = this.#reading;
  }

  /** Reading was stopped or goes on: while it is stopped, silence means nothing. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
  }

  /** The end of the output was read after the end of the program, or the wait is not wanted any more. */
  done(): void {
    if (this.#state === 'done') return;
    this.#state = 'done';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#onDone();
  }

  #wait(): void {
    const step = QUIET_MS / 4;
    this.#timer = setTimeout(() => {
      if (!this.#paused) this.#reading += step;
      if (this.#reading - this.#quietFrom >= QUIET_MS || this.#reading >= LONGEST_MS) this.done();
      else this.#wait();
    }, step);
  }
}
