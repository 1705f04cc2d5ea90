import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { findReading, readingIn } from '#renderer/terminal/reading.ts';
import { followEnd, ReadingAnchor } from '#renderer/terminal/reading-anchor.ts';

const WIPE = '\u001b[2J\u001b[H\u001b[3J';
const lines = (count: number, from = 1) => Array.from({ length: count }, (_, at) => `line ${from + at}`).join('\r\n');
const synchronized = (text: string) => `\u001b[?2026h${text}\u001b[?2026l`;

function terminalOf(rows = 5) {
  const terminal = new Terminal({ cols: 40, rows, scrollback: 200, allowProposedApi: true });
  const anchor = new ReadingAnchor(terminal as never);
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  const inView = () => {
    const { viewportY } = terminal.buffer.active;
    return Array.from({ length: rows }, (_, row) => terminal.buffer.active.getLine(viewportY + row)?.translateToString(true) ?? '');
  };
  return { terminal, anchor, write, inView };
}

describe('lines that are read further up', () => {
  it('are in view again when the program wiped everything and printed it anew, with more above them', async () => {
    const { terminal, write, inView } = terminalOf();
    await write(lines(50));
    terminal.scrollLines(-20);
    const read = inView();
    expect(read[0]).toBe('line 26');
    await write(synchronized(`${WIPE}a card that grew\r\n${lines(52)}`));
    expect(inView()).toEqual(read);
    await write('\r\nmore\r\nand more');
    expect(inView()).toEqual(read);
  });

  it('are found by what is left of them when they began above the screen', async () => {
    const { terminal, write, inView } = terminalOf();
    await write(lines(50));
    terminal.scrollLines(-2);
    const read = inView();
    await write(synchronized(WIPE + lines(50)));
    expect(inView()).toEqual(read);
  });

  it('come back too when the program prints in parts and says no end', async () => {
    const { terminal, anchor, write, inView } = terminalOf();
    await write(lines(50));
    terminal.scrollLines(-20);
    const read = inView();
    await write(WIPE);
    await write(lines(10));
    expect(anchor.waits).toBe(true);
    await write(`\r\n${lines(30, 11)}`);
    expect([anchor.waits, inView()]).toEqual([false, read]);
  });

  it('that were changed leave the reader at the same height', async () => {
    const { terminal, write, inView } = terminalOf();
    await write(lines(50));
    terminal.scrollLines(-20);
    await write(synchronized(WIPE + lines(50).replaceAll('line', 'LINE')));
    expect(inView()[0]).toBe('LINE 26');
  });

  it('are let go when the person goes elsewhere', async () => {
    const { terminal, anchor, write, inView } = terminalOf();
    await write(lines(50));
    terminal.scrollLines(-20);
    await write(WIPE + lines(10));
    anchor.leave();
    terminal.scrollToBottom();
    await write(`\r\n${lines(40, 11)}`);
    expect(inView().at(-1)).toBe('line 50');
  });

  it('hold nobody who reads at the end, nor where nothing is left to read', async () => {
    const { terminal, write, inView } = terminalOf();
    await write(lines(50));
    await write(synchronized(WIPE + lines(60)));
    expect(inView().at(-1)).toBe('line 60');
    terminal.scrollLines(-20);
    await write(synchronized(`${WIPE}nothing is left`));
    await write(`\r\n${lines(50)}`);
    expect(inView().at(-1)).toBe('line 50');
  });

  it('are found nearest to where they are expected when they stand several times', async () => {
    const { terminal, write } = terminalOf();
    await write(Array.from({ length: 4 }, () => lines(10)).join('\r\n'));
    terminal.scrollToLine(22);
    const reading = readingIn(terminal as never);
    if (reading === null) throw new Error('it is scrolled up');
    expect(findReading(reading, terminal.buffer.active as never, 21)).toEqual({ line: 22, whole: true });
    expect(findReading(reading, terminal.buffer.active as never, 3)).toEqual({ line: 2, whole: true });
  });
});

it('a terminal that was emptied under somebody who had scrolled up follows what comes', async () => {
  const { terminal, write, inView } = terminalOf();
  await write(lines(50));
  terminal.scrollLines(-20);
  terminal.clear();
  followEnd(terminal);
  await write(`\r\n${lines(50)}`);
  expect(inView().at(-1)).toBe('line 50');
});
