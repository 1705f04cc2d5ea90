import { writeSync } from 'node:fs';
import type { CliIo } from '../io.ts';
import { cut } from '../output/table.ts';

const CSI = '\u001b[';

/**
 * Puts a terminal back into the state that shells expect, whatever a program switched on: keyboard protocols, the other screen,
 * scroll region, colours, character sets, cursor, mouse, focus and paste reports. Each line undoes what it names.
 */
const RESET = [
  `${CSI}<99u`, // kitty keyboard flags, the whole stack of the screen on show
  `${CSI}>4m`, // xterm's modifyOtherKeys
  `${CSI}?1049l`,
  `${CSI}<99u`, // and of the other screen
  `${CSI}?2026l`, // synchronized output: a terminal that waits for its end shows nothing
  `${CSI}!p`, // DECSTR: origin, wrap, insert, scroll region, attributes
  `${CSI}r`,
  `${CSI}0m`,
  '\u001b(B\u000f',
  `${CSI}?1l\u001b>`,
  `${CSI}?7h`,
  `${CSI}?1000l${CSI}?1002l${CSI}?1003l${CSI}?1004l${CSI}?1005l${CSI}?1006l${CSI}?1015l`,
  `${CSI}?2004l`,
  `${CSI}0 q`,
  `${CSI}?25h`,
].join('');

const KEEP_TITLE = `${CSI}22;0t`;
const BRING_TITLE_BACK = `${CSI}23;0t`;

/** Signals that end us and leave time to put the terminal back. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

export interface PersonTerminalOptions {
  readonly io: CliIo;
  readonly onInput: (bytes: Buffer) => void;
  readonly onResize: (size: { readonly cols: number; readonly rows: number }) => void;
  readonly onSignal: (signal: NodeJS.Signals) => void;
}

/**
 * The person's own terminal while it shows a session. Output goes to its normal screen, not to the alternate one, so that the
 * session's lines are in its own scrollback and can be scrolled, selected and searched there as always; what was on it before
 * is scrolled up, not lost.
 */
export class PersonTerminal {
  readonly #o: PersonTerminalOptions;
  #open = false;
  #noticeRow: number | null = null;
  readonly #onData = (bytes: Buffer) => this.#o.onInput(bytes);
  readonly #onResize = () => this.#o.onResize(this.size());
  readonly #onExit = () => this.close('exit');
  readonly #onContinue = () => {
    // Stopped and continued: the shell has put the terminal into its own mode meanwhile.
    this.#o.io.stdin.setRawMode?.(true);
    this.#o.onResize(this.size());
  };
  readonly #onSignals = new Map<NodeJS.Signals, () => void>();

  constructor(options: PersonTerminalOptions) {
    this.#o = options;
  }

  size(): { readonly cols: number; readonly rows: number } {
    const { columns = 80, rows = 24 } = this.#o.io.stdout;
    return { cols: columns, rows };
  }

  /** Takes the terminal over. */
  open(): void {
    const { stdin, stdout } = this.#o.io;
    this.#open = true;
    stdin.setRawMode?.(true);
    stdin.on('data', this.#onData);
    stdout.on('resize', this.#onResize);
    process.on('exit', this.#onExit);
    process.on('SIGCONT', this.#onContinue);
    for (const signal of ENDING) {
      const listener = () => this.#o.onSignal(signal);
      this.#onSignals.set(signal, listener);
      process.on(signal, listener);
    }
    stdout.write(`${KEEP_TITLE}${'\r\n'.repeat(this.size().rows)}${CSI}H${CSI}J`);
    stdin.resume();
  }

  /** Resolves when the terminal has taken the bytes. */
  write(bytes: Uint8Array): Promise<void> {
    // What comes after the terminal was given back would be written over the person's shell.
    if (!this.#open) return Promise.resolve();
    return new Promise((resolve) => this.#o.io.stdout.write(bytes, () => resolve()));
  }

  /** Reads nothing more from the person until `done` is settled. */
  waitFor(done: Promise<void>): void {
    const { stdin } = this.#o.io;
    stdin.pause();
    const goOn = () => {
      if (this.#open) stdin.resume();
    };
    // A connection that broke is somebody else's matter; the keys must work to leave.
    done.then(goOn, goOn);
  }

  /** Clears the screen and every mode for a picture that is drawn from nothing. */
  blank(): void {
    this.#noticeRow = null;
    if (this.#open) this.#o.io.stdout.write(`${RESET}${CSI}H${CSI}2J`);
  }

  /** One line over the last row, cut to its width: a row more would scroll the session's screen. The next picture covers it. */
  notice(text: string): void {
    this.clearNotice();
    const { cols, rows } = this.size();
    this.#noticeRow = rows;
    this.#inRow(rows, `${CSI}7m ${cut(text, cols - 2, 'end')} ${CSI}0m`);
  }

  /** Takes the notice away, from where it was written: the last row may be another one by now. What it lay over, the program draws. */
  clearNotice(): void {
    if (this.#noticeRow !== null) this.#inRow(this.#noticeRow, '');
    this.#noticeRow = null;
  }

  #inRow(row: number, text: string): void {
    if (this.#open) this.#o.io.stdout.write(`\u001b7${CSI}${row};1H${CSI}0m${CSI}2K${text}\u001b8`);
  }

  /** Gives the terminal back. Safe to call twice, and in the middle of the process' end. */
  close(during: 'run' | 'exit' = 'run'): void {
    if (!this.#open) return;
    this.#open = false;
    const { stdin, stdout } = this.#o.io;
    stdin.off('data', this.#onData);
    stdin.pause();
    stdout.off('resize', this.#onResize);
    process.off('exit', this.#onExit);
    process.off('SIGCONT', this.#onContinue);
    for (const [signal, listener] of this.#onSignals) process.off(signal, listener);
    const bytes = `${RESET}${BRING_TITLE_BACK}${CSI}999;1H\r\n`;
    // In an 'exit' listener nothing asynchronous is written any more.
    if (during === 'exit' && stdout === process.stdout) writeSync(1, bytes);
    else stdout.write(bytes);
    stdin.setRawMode?.(false);
  }
}
