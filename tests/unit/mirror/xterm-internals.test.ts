import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { internals, PARSER_GROUND, PARSER_LAST_CSI, underlineStyle } from '#main/mirror/xterm-internals.ts';
import { feed, terminalWith } from './terminal-state.ts';

// These fields are not published. A new version of xterm.js that moves one must fail here and not in somebody's snapshot.

test('the version is the one these fields were read from', () => {
  const manifest = createRequire(import.meta.url).resolve('@xterm/headless/package.json');
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ version: '6.0.0' });
});

test('cells', () => {
  const raw = internals(terminalWith('a\u001b[31;44;1m漢\u001b[4:3me\u0301', 10, 2));
  const line = raw._bufferService.buffers.active.lines.get(0)!;
  expect([...line._data.slice(0, 3)]).toEqual([(1 << 22) | 0x61, 0, 0]);
  expect([...line._data.slice(3, 6)]).toEqual([(2 << 22) | 0x6f22, 0x1000001 | 0x8000000, 0x1000004]);
  expect(line._data[6]! >>> 22).toBe(0);
  expect(line._combined[3]).toBe('e\u0301');
  expect(underlineStyle(line._extendedAttrs[3]!)).toBe(3);
});

test('cursor, margins, saved cursor and tab stops', () => {
  const { active } = internals(terminalWith('\u001b[2;3H\u001b7\u001b[2;4r\u001b[4;5H', 10, 5))._bufferService.buffers;
  expect([active.x, active.y, active.scrollTop, active.scrollBottom, active.savedX, active.savedY]).toEqual([4, 3, 1, 3, 2, 1]);
  expect(active.tabs[8]).toBe(true);
});

test('modes, mouse, character sets, title and newline mode', () => {
  const raw = internals(
    terminalWith('\u001b[?1;6;1002;1006;2004;2026h\u001b[?25l\u001b[4h\u001b[20h\u001b[3 q\u001b)0\u000e\u001b]2;t\u0007'),
  );
  expect(raw.coreService).toMatchObject({
    isCursorHidden: true,
    modes: { insertMode: true },
    decPrivateModes: {
      applicationCursorKeys: true,
      origin: true,
      bracketedPasteMode: true,
      synchronizedOutput: true,
      cursorStyle: 'underline',
      cursorBlink: true,
    },
  });
  expect(raw.coreMouseService).toMatchObject({ activeProtocol: 'DRAG', activeEncoding: 'SGR' });
  expect(raw._charsetService.glevel).toBe(1);
  expect(raw._charsetService.charset?.q).toBe('─');
  expect(raw._inputHandler._windowTitle).toBe('t');
  expect(raw.optionsService.rawOptions.convertEol).toBe(true);
});

test('links and the pen', () => {
  const raw = internals(terminalWith('\u001b]8;id=x;https://example.org\u0007\u001b[1ma'));
  const pen = raw._inputHandler._curAttrData;
  expect(pen.fg).toBe(0x8000000);
  expect(raw._oscLinkService.getLinkData(pen.extended._urlId)).toEqual({ id: 'x', uri: 'https://example.org' });
});

test('the parser says whether it is inside a sequence, and what it printed last', () => {
  const terminal = terminalWith('漢');
  const parser = internals(terminal)._inputHandler._parser;
  expect(parser.currentState).toBe(PARSER_GROUND);
  expect((parser.precedingJoinState >> 1) & 3).toBe(2);
  expect((internals(terminal).unicodeService.charProperties(0x6f22, 0) >> 1) & 3).toBe(2);
  feed(terminal, '\u001b[3');
  expect(parser.currentState).toBeGreaterThan(PARSER_GROUND);
  expect(parser.currentState).toBeLessThanOrEqual(PARSER_LAST_CSI);
  feed(terminal, '\u001b]0;x');
  expect(parser.currentState).toBeGreaterThan(PARSER_LAST_CSI);
});
