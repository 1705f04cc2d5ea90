import { expect, test } from 'vitest';
import { Screen } from '#main/mirror/screen.ts';
import { type RawSignal, readOsc9 } from '#main/mirror/signals.ts';
import { feed, stateOf, terminalWith } from './terminal-state.ts';

const utf8 = new TextEncoder();

function watched(): { screen: Screen; signals: (RawSignal & { offset: number })[] } {
  const signals: (RawSignal & { offset: number })[] = [];
  const screen = new Screen({ cols: 40, rows: 5, from: 100, onSignal: (signal, offset) => signals.push({ ...signal, offset }) });
  return { screen, signals };
}

test('of a piece that says much the last bell, title and progress are told, and the newest notifications, in order', () => {
  const { screen, signals } = watched();
  const notes = Array.from({ length: 20 }, (_, i) => `\x1b]9;note ${i}\x07`);
  const said = `\x07\x07\x07\x1b]0;first\x07\x1b]9;4;1;5\x07${notes.join('')}\x1b]9;4;0\x07\x1b]0;last\x07\x07\x07`;
  screen.write(Buffer.from(said));
  const end = 100 + said.length;
  const texts = signals.map((signal) => ('text' in signal ? signal.text : signal.kind));
  expect(texts).toEqual([...Array.from({ length: 8 }, (_, i) => `note ${i + 12}`), 'progress', 'last', 'bell']);
  expect(signals.slice(-3)).toEqual([
    { kind: 'progress', state: 0, value: 0, offset: end - 2 - '\x1b]0;last\x07'.length },
    { kind: 'title', text: 'last', offset: end - 2 },
    { kind: 'bell', offset: end },
  ]);
  screen.write(Buffer.from('\x07'));
  expect(signals.at(-1)).toEqual({ kind: 'bell', offset: end + 1 });
});

test('bells after the end of a string that began in the piece before do not move its place', () => {
  const { screen, signals } = watched();
  screen.write(Buffer.from('\x1b]9;hel'));
  screen.write(Buffer.from('lo\x07\x07\x07'));
  screen.write(Buffer.from('\x1b]9;next'));
  screen.write(Buffer.from('\x07\x07'));
  expect(signals.filter(({ kind }) => kind === 'notify')).toEqual([
    { kind: 'notify', text: 'hello', offset: 110 },
    { kind: 'notify', text: 'next', offset: 121 },
  ]);
});

test('signals are told with the offset just past their sequence', () => {
  const { screen, signals } = watched();
  screen.write(utf8.encode('\u001b]9;4;3\u0007ab\u001b]9;Kimi Code approval required: Bash\u001b\\\u001b]0;my title\u0007\u0007x'));
  expect(signals).toEqual([
    { kind: 'progress', state: 3, value: 0, offset: 108 },
    { kind: 'notify', text: 'Kimi Code approval required: Bash', offset: 149 },
    { kind: 'title', text: 'my title', offset: 162 },
    { kind: 'bell', offset: 163 },
  ]);
});

test('a signal cut in two is told once, when it is complete', () => {
  const { screen, signals } = watched();
  screen.write(utf8.encode('\u001b]9;hel'));
  expect(signals).toEqual([]);
  screen.write(utf8.encode('lo\u0007'));
  expect(signals).toEqual([{ kind: 'notify', text: 'hello', offset: 110 }]);
});

test.each([
  ['4;1;50', { kind: 'progress', state: 1, value: 50 }],
  ['4;0', { kind: 'progress', state: 0, value: 0 }],
  ['4;9', null],
  ['9;/home', null],
  ['done', { kind: 'notify', text: 'done' }],
])('OSC 9 ; %s', (data, signal) => expect(readOsc9(data)).toEqual(signal));

test('a gap drops the open sequence and keeps screen and modes', () => {
  const screen = new Screen({ cols: 40, rows: 5, from: 0 });
  screen.write(utf8.encode('\u001b[?2004hbefore \u001b]0;half'));
  screen.gap(10_000);
  expect(screen.offset).toBe(10_000);
  screen.write(utf8.encode('after'));
  expect(screen.text().lines[0]).toBe('before after');
  expect(screen.text().bracketedPaste).toBe(true);
  expect(screen.offset).toBe(10_005);
});

test('a gap in the middle of a character does not spoil the next', () => {
  const screen = new Screen({ cols: 40, rows: 5, from: 0 });
  screen.write(Uint8Array.of(0xe6, 0xbc));
  screen.gap(50);
  screen.write(utf8.encode('漢'));
  expect(screen.text().lines[0]).toBe('漢');
});

test('a character cut after a byte 0x80 is not lost', () => {
  const screen = new Screen({ cols: 40, rows: 5, from: 0 });
  screen.write(Uint8Array.of(0x61, 0xe2, 0x80));
  screen.write(Uint8Array.of(0x94, 0x62));
  expect(screen.text().lines[0]).toBe('a—b');
});

test('erasing up to the corner of the alternate screen does not break the rest of the write', () => {
  const screen = new Screen({ cols: 4, rows: 2, from: 0 });
  screen.write(utf8.encode('\u001b[?1049habcdabcd\u001b[1J\u001b[Hok'));
  expect(screen.text().lines).toEqual(['ok', '']);
});

test('invalid UTF-8 and a line of ten megabytes are taken in', () => {
  const screen = new Screen({ cols: 80, rows: 5, from: 0 });
  screen.write(Uint8Array.of(0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80));
  const long = new Uint8Array(10 * 1024 * 1024).fill(0x78);
  for (let at = 0; at < long.length; at += 65_536) screen.write(long.subarray(at, at + 65_536));
  expect(screen.offset).toBe(7 + long.length);
  expect(screen.text().lines[0]).toBe('x'.repeat(80));
});

test('colours and title that a program set come with the snapshot', () => {
  const screen = new Screen({ cols: 10, rows: 2, from: 0 });
  screen.write(
    utf8.encode('\u001b]4;1;#102030;7;rgb:1/2/3\u0007\u001b]11;#000000\u0007\u001b]2;漢 title\u0007\u001b]4;7;?\u0007\u001b]104;7\u0007'),
  );
  const text = new TextDecoder().decode(screen.snapshot(0).data);
  expect(text).toContain('\u001b]4;1;#102030\u001b\\');
  expect(text).toContain('\u001b]11;#000000\u001b\\');
  expect(text).toContain('\u001b]2;漢 title\u001b\\');
  expect(text).not.toContain(']4;7');
});

test('resizes are applied where they stand in the stream', () => {
  const screen = new Screen({ cols: 20, rows: 5, from: 0 });
  screen.write(utf8.encode('a line of twenty six letters\r\n'));
  expect(screen.text().lines.slice(0, 2)).toEqual(['a line of twenty six', ' letters']);
  screen.resize(40, 4);
  screen.write(utf8.encode('!'));
  expect(screen.text().lines.slice(0, 2)).toEqual(['a line of twenty six letters', '!']);
  const { data, cols, rows } = screen.snapshot(1000);
  expect([cols, rows]).toEqual([40, 4]);
  const viewer = terminalWith('a line of twenty six letters\r\n', 20, 5);
  viewer.resize(40, 4);
  feed(viewer, '!');
  expect(stateOf(terminalWith(data, 40, 4))).toEqual(stateOf(viewer));
});

test('a snapshot is taken anew after whatever changes the screen', () => {
  const screen = new Screen({ cols: 20, rows: 5, from: 0 });
  const text = (): string => new TextDecoder().decode(screen.snapshot(10).data);
  const first = text();
  expect(text()).toBe(first);
  screen.write(utf8.encode('new'));
  const second = text();
  expect(second).toContain('new');
  screen.write(Uint8Array.of(0xe6));
  expect(screen.snapshot(10).offset).toBe(3);
  screen.resize(30, 5);
  expect(screen.snapshot(10).cols).toBe(30);
  screen.gap(100);
  expect(screen.snapshot(10).offset).toBe(100);
});

test('a viewer learns from the snapshot that the program wants to hear of the theme', () => {
  const { screen } = watched();
  const told = () => Buffer.from(screen.snapshot(0).data).toString();
  expect(told()).not.toContain('\u001b[?2031h');
  screen.write(utf8.encode('\u001b[?1004;2031h'));
  expect(told()).toContain('\u001b[?2031h');
  expect(told()).not.toContain('\u001b]11;?');
  screen.write(utf8.encode('\u001b]11;?\u0007'));
  expect(told(), 'and that it has asked for its ground').toContain('\u001b[?2031h\u001b]11;?\u001b\\');
  screen.write(utf8.encode('\u001b[?2031l'));
  expect(told()).not.toContain('\u001b[?2031h');
});
