// A person types a line while a terminal attaches, and may paste a page; more than that is no typing ahead.
const MOST_BYTES = 64 * 1024;
/** An engine that makes way ends within 7 s, and the next one is there a second or two later; keys that come later than that do harm. */
export const HOLD_MS = 10_000;

/** What was typed while a terminal attached, in order, until it can be sent. */
export class HeldInput {
  private pieces: Uint8Array[] = [];
  private size = 0;
  /** A piece was refused: what comes after it would be typed without its middle. */
  private full = false;

  /** Keeps `bytes` for later; false when that, or something since the last `take`, is more than a person types ahead. */
  hold(bytes: Uint8Array): boolean {
    this.full ||= this.size + bytes.length > MOST_BYTES;
    if (this.full) return false;
    this.pieces.push(bytes);
    this.size += bytes.length;
    return true;
  }

  /** Hands over what was kept, piece by piece as it was typed, and forgets it. */
  take(): readonly Uint8Array[] {
    const { pieces } = this;
    this.pieces = [];
    this.size = 0;
    this.full = false;
    return pieces;
  }
}
