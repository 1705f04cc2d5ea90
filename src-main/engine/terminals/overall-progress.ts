import type { Progress } from '#shared/contract/index.ts';
import type { TerminalSignal } from '../../mirror/types.ts';

/** Programs say each percent; nobody sees more than a few steps a second on an icon. ms */
const STEP_MS = 500;

/** OSC 9;4 states that know how far they are. Kimi's own mark (3, it works) says no more than its session's state does. */
const KINDS: Readonly<Record<number, Progress['kind']>> = { 1: 'percent', 2: 'error', 4: 'paused' };

/** How far all programs together are that say so, for an icon that has room for one bar. */
export class OverallProgress {
  readonly #byChild = new Map<string, Progress>();
  readonly #onChange: (progress: Progress | null) => void;
  #told = 'null';
  #timer: NodeJS.Timeout | null = null;

  /** @param onChange told at most every half second, and of nothing twice */
  constructor(onChange: (progress: Progress | null) => void) {
    this.#onChange = onChange;
  }

  /** Null while no program says how far it is. */
  get now(): Progress | null {
    const all = [...this.#byChild.values()];
    if (all.length === 0) return null;
    const percent = Math.round(all.reduce((sum, one) => sum + one.percent, 0) / all.length);
    const kind = all.some((one) => one.kind === 'error') ? 'error' : all.every((one) => one.kind === 'paused') ? 'paused' : 'percent';
    return { kind, percent };
  }

  heard(signal: TerminalSignal): void {
    if (signal.kind !== 'progress') return;
    const kind = KINDS[signal.state];
    if (kind === undefined) this.#byChild.delete(signal.childId);
    else this.#byChild.set(signal.childId, { kind, percent: signal.value });
    this.#soon();
  }

  /** A program has ended, whatever it said last. */
  ended(childId: string): void {
    if (this.#byChild.delete(childId)) this.#soon();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#byChild.clear();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const now = this.now;
      const said = JSON.stringify(now);
      if (said === this.#told) return;
      this.#told = said;
      this.#onChange(now);
    }, STEP_MS);
  }
}
