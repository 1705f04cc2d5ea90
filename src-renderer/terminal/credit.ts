/** What decides how much a gateway may send ahead of what this terminal has drawn. */
export interface Situation {
  /** The pane is on show in a visible window. */
  readonly visible: boolean;
  /** A key was pressed in this terminal a moment ago. */
  readonly typing: boolean;
  /** Other panes are on show beside this one. */
  readonly neighbours: boolean;
  /** A key was pressed in one of them a moment ago. */
  readonly handsElsewhere: boolean;
}

const KIB = 1024;

/**
 * Credit to begin with, bytes: the smallest window. A gateway that skipped a viewer waits until half of this is free again,
 * so it must be reachable in every situation; the rest of the window is granted right after the welcome.
 */
export const FIRST_CREDIT = 64 * KIB;

/**
 * Credit window in bytes. Small where a hand or a neighbour waits: everything in flight is parsed before the next key's
 * echo, and 256 KiB is about 12 ms of parsing, one frame; half of it while the key is pressed beside this terminal, which is
 * drawn in fewer frames then (frames.ts). Larger when alone, where throughput counts: with 1 MiB in flight it was 57 MB/s between
 * processes, with 4 MiB 58, and what was granted cannot be taken back when a key comes. Hidden terminals get just enough to go on
 * and to answer queries.
 */
export function creditWindow(situation: Situation): number {
  if (!situation.visible) return FIRST_CREDIT;
  if (situation.handsElsewhere) return 128 * KIB;
  return situation.typing || situation.neighbours ? 256 * KIB : KIB * KIB;
}

/**
 * Counts what the gateway may still send. The window may change at any time: it grows with the next grant and shrinks by
 * keeping grants back until enough was drawn.
 */
export class CreditLedger {
  /** Bytes the gateway was allowed in all. */
  private granted: number;
  /** Bytes that arrived and were drawn. */
  private digested = 0;

  constructor(initial: number) {
    this.granted = initial;
  }

  /** `bytes` were drawn. */
  digest(bytes: number): void {
    this.digested += bytes;
  }

  /** Bytes to grant now so that the gateway has `window` in hand; 0 while less than a quarter of it is missing (each grant is a message). */
  due(window: number): number {
    const missing = window - (this.granted - this.digested);
    if (missing < window / 4) return 0;
    this.granted += missing;
    return missing;
  }
}
