/** An echo takes some 10 ms at rest; a program that answers later than this is not waited for. */
const AWAITED_MS = 50;

/** What an order of drawing needs from the browser. */
export interface EchoFirstParts {
  /** ms on a steady clock. */
  readonly now: () => number;
  /** Runs after the next frame was drawn. */
  readonly afterFrame: (run: () => void) => void;
}

/** The parts as the running page has them. */
export const pageParts: EchoFirstParts = {
  now: () => performance.now(),
  afterFrame: (run) => requestAnimationFrame(() => setTimeout(run)),
};

/**
 * Lets the echo of a key be drawn before what the terminals beside it print. All of them share the page's one thread, and a flood takes it
 * for 12 ms at a time: from a key press until its echo stands on the screen, but no longer than a moment, what arrives for the others waits.
 * Their credit bounds how much that can be.
 */
export class EchoFirst {
  private readonly parts: EchoFirstParts;
  private typedInto: object | null = null;
  private typedAt = 0;
  private held: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parts: EchoFirstParts = pageParts) {
    this.parts = parts;
  }

  /** A key was pressed in this terminal. */
  pressed(terminal: object): void {
    this.release();
    this.typedInto = terminal;
    this.typedAt = this.parts.now();
  }

  /** Output of this terminal was parsed: when it is the one that was typed into, its next frame shows the echo. */
  parsed(terminal: object): void {
    if (terminal !== this.typedInto) return;
    const { typedAt } = this;
    this.parts.afterFrame(() => {
      // Another key may have been pressed meanwhile.
      if (this.typedAt === typedAt) this.release();
    });
  }

  /** Takes what arrived for this terminal in, now or after the echo; always in order. */
  take(terminal: object, draw: () => void): void {
    const left = this.typedAt + AWAITED_MS - this.parts.now();
    if (this.typedInto !== null && left <= 0) this.release();
    if (this.typedInto === null || terminal === this.typedInto) {
      draw();
      return;
    }
    this.held.push(draw);
    this.timer ??= setTimeout(() => this.release(), left);
  }

  private release(): void {
    this.typedInto = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { held } = this;
    this.held = [];
    for (const draw of held) draw();
  }
}
