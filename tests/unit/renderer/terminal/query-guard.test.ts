import { Terminal } from '@xterm/headless';
import type { IParser } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { asksColour, guardQueries } from '#renderer/terminal/query-guard.ts';

/** A real terminal parser that is fed `data`; answers what it would write into the program's input. */
async function answers(data: string, mayAnswer: boolean): Promise<string> {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  guardQueries(terminal.parser as IParser, () => mayAnswer);
  let said = '';
  terminal.onData((text) => {
    said += text;
  });
  await new Promise<void>((resolve) => terminal.write(data, resolve));
  terminal.dispose();
  return said;
}

const QUERIES = {
  'primary device attributes': '\u001b[c',
  'secondary device attributes': '\u001b[>c',
  'status report': '\u001b[5n',
  'cursor position': '\u001b[6n',
  'cursor position (DEC)': '\u001b[?6n',
  'mode request': '\u001b[4$p',
  'private mode request': '\u001b[?2004$p',
  'setting request': '\u001bP$qm\u001b\\',
};

describe('queries of a program', () => {
  it.each(Object.entries(QUERIES))('(%s) are answered by the viewer that was told to', async (_name, query) => {
    expect(await answers(query, true)).not.toBe('');
  });

  it.each(Object.entries(QUERIES))('(%s) are answered by nobody else', async (_name, query) => {
    expect(await answers(query, false)).toBe('');
  });

  it('do not disturb what is drawn when they are swallowed', async () => {
    const terminal = new Terminal({ cols: 20, rows: 2, allowProposedApi: true });
    guardQueries(terminal.parser as IParser, () => false);
    await new Promise<void>((resolve) => terminal.write('a\u001b[6nb\u001b[cc\u001b]11;?\u0007d', resolve));
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('abcd');
    terminal.dispose();
  });

  it('for a colour are told from setting one', () => {
    expect(['?', '1;?', '1;#fff;2;?'].map(asksColour)).toEqual([true, true, true]);
    expect(['#ffffff', '1;#fff', 'rgb:00/00/00'].map(asksColour)).toEqual([false, false, false]);
  });
});
