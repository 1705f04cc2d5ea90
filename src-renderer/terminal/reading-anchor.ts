import type { IDisposable, Terminal } from '@xterm/xterm';
import { findReading, type Reading, readingIn } from './reading.ts';

/** What it needs of a terminal. */
type AnchoredTerminal = Pick<Terminal, 'rows' | 'buffer' | 'modes' | 'scrollToLine' | 'onWriteParsed'> & {
  readonly parser: Pick<Terminal['parser'], 'registerCsiHandler'>;
};

const ALL = 2;
const SCROLLBACK = 3;
const SYNCHRONIZED_OUTPUT = 2026;

/**
 * Keeps the lines that somebody reads further up in view when a program wipes the terminal with its scrollback (CSI 3 J) and prints all of
 * it anew, as Kimi does when something changes above its screen. xterm.js would go to the top, and stay there.
 */
export class ReadingAnchor {
  private readonly terminal: AnchoredTerminal;
  private readonly owned: readonly IDisposable[];
  /** What was read when the screen was wiped, which comes before the scrollback. */
  private onScreen: Reading | null = null;
  private lost: { readonly reading: Reading; readonly lines: number } | null = null;

  constructor(terminal: AnchoredTerminal) {
    this.terminal = terminal;
    this.owned = [
      terminal.parser.registerCsiHandler({ final: 'J' }, ([what]) => {
        if (what === ALL) this.onScreen = readingIn(terminal);
        if (what === SCROLLBACK) this.wiped();
        return false;
      }),
      terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => {
        // Before the frame is drawn: nobody sees the wrong place.
        if (modes.includes(SYNCHRONIZED_OUTPUT)) this.place(true);
        return false;
      }),
      terminal.onWriteParsed(() => {
        if (!terminal.modes.synchronizedOutputMode) this.place(false);
      }),
    ];
  }

  /** The lines that were read were wiped and have not come again so far. */
  get waits(): boolean {
    return this.lost !== null;
  }

  /** The person goes elsewhere by himself. */
  leave(): void {
    this.lost = null;
  }

  dispose(): void {
    for (const owned of this.owned) owned.dispose();
  }

  private wiped(): void {
    const { onScreen } = this;
    const now = readingIn(this.terminal);
    this.onScreen = null;
    if (this.lost !== null || now === null) return;
    const reading = onScreen?.line === now.line && onScreen.above === now.above ? onScreen : now;
    this.lost = { reading, lines: this.terminal.buffer.active.length };
  }

  // What comes without synchronized output comes in parts, and no part says that it is the last: then it is over when all that was read is
  // there, or as much as there was.
  private place(complete: boolean): void {
    if (this.lost === null) return;
    const { reading, lines } = this.lost;
    const { active } = this.terminal.buffer;
    const found = findReading(reading, active, reading.line);
    const back = found?.whole === true && found.line < active.baseY;
    if (!complete && !back && active.length < lines) return;
    this.lost = null;
    if (active.baseY === 0) followEnd(this.terminal);
    else this.terminal.scrollToLine(Math.min(found?.line ?? reading.line, active.baseY));
  }
}

/** Makes a terminal that shows its last line follow what comes: after a wipe xterm.js 6.0.0 still takes its reader for scrolled up. */
export function followEnd(terminal: object): void {
  (terminal as Unpublished)._core._bufferService.isUserScrolling = false;
}

interface Unpublished {
  readonly _core: { readonly _bufferService: { isUserScrolling: boolean } };
}
