/** A terminal's size in cells. */
export interface Cells {
  readonly cols: number;
  readonly rows: number;
}

export interface LetterboxOptions {
  /** Size of the person's terminal, now. */
  readonly own: () => Cells;
  /** Says that the session is drawn for another size. */
  readonly show: (size: Cells) => void;
  readonly clear: () => void;
}

/**
 * Knows whether the session is drawn for another window's size than this terminal's, and has that said once for each size, at a moment when
 * nothing of the session's output is cut in two.
 */
export class Letterbox {
  readonly #o: LetterboxOptions;
  #size: Cells | null = null;
  #leads = false;
  #shown: string | null = null;

  constructor(options: LetterboxOptions) {
    this.#o = options;
  }

  /** The size that the session is drawn for, from here on in its output. */
  drawnFor(size: Cells): void {
    this.#size = size;
  }

  /** Whether this terminal decides the size. */
  leads(you: boolean): void {
    this.#leads = you;
  }

  /** The screen was drawn anew, over whatever was said on it. */
  covered(): void {
    this.#shown = null;
  }

  /** Says, or takes back, what has changed since the last time. */
  settle(): void {
    const own = this.#o.own();
    const size = this.#size;
    // Who leads is given its own size; until the program has it, nothing needs to be said.
    const boxed = size !== null && !this.#leads && (size.cols !== own.cols || size.rows !== own.rows);
    const wanted = boxed ? `${size.cols} ${size.rows} ${own.cols} ${own.rows}` : null;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (boxed) this.#o.show(size);
    else this.#o.clear();
  }
}
