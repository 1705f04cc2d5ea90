/** What a run of appended bytes gave: whole lines, and how many were too long to be a record. */
export interface LineSink {
  line(text: string): void;
  tooLong(): void;
}

const NEWLINE = 0x0a;
/** Tells the record's type; the two skipped types are told apart within the first 40 bytes. */
const HEAD_BYTES = 64;
/** The largest record that is of use (a pasted prompt) is a few MB; past this a line is damage. */
const MAX_LINE = 16 * 1024 * 1024;
/** The whole system prompt and every tool's schema: most of a transcript's bytes, nothing of its state. */
const USELESS = /^\{"type":\s*"(?:llm\.tools_snapshot|profile\.bind)"/;

/**
 * Cuts appended bytes into lines. A line may come in any number of pieces; only when its end is there it is handed
 * on. Lines of no use are dropped while they come in, without being kept or decoded.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  #pieces: Buffer[] = [];
  #size = 0;
  #mode: 'head' | 'keep' | 'skip' = 'head';

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Takes the next bytes of the file. */
  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      this.#take(bytes.subarray(from, end));
      this.#finish();
      from = end + 1;
    }
    if (from < bytes.length) this.#take(bytes.subarray(from));
  }

  #take(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#mode === 'skip') return;
    this.#pieces.push(piece);
    if (this.#mode === 'head' && this.#size >= HEAD_BYTES) this.#mode = this.#isUseless() ? 'skip' : 'keep';
    if (this.#size > MAX_LINE) this.#mode = 'skip';
    if (this.#mode === 'skip') this.#pieces = [];
    // The pieces are views into the reader's buffer, which it fills again.
    else this.#pieces[this.#pieces.length - 1] = Buffer.from(piece);
  }

  #isUseless(): boolean {
    return USELESS.test(Buffer.concat(this.#pieces).toString('latin1', 0, HEAD_BYTES));
  }

  #finish(): void {
    const whole = this.#mode === 'skip' ? null : Buffer.concat(this.#pieces).toString('utf8').trimEnd();
    if (whole === null) {
      if (this.#size > MAX_LINE) this.#sink.tooLong();
    } else if (whole !== '' && !USELESS.test(whole)) {
      this.#sink.line(whole);
    }
    this.#pieces = [];
    this.#size = 0;
    this.#mode = 'head';
  }
}
