import { expect, test } from 'vitest';
import { type GroupMember, type Size, TerminalGroup } from '#main/gateway/terminal-group.ts';

class Member implements GroupMember {
  readonly rights: 'read' | 'write';
  responder = false;
  readonly failures: unknown[] = [];
  constructor(rights: 'read' | 'write' = 'write') {
    this.rights = rights;
  }
  setResponder(you: boolean): void {
    this.responder = you;
  }
  failed(error: unknown): void {
    this.failures.push(error);
  }
}

function group(): { group: TerminalGroup; sizes: Size[] } {
  const sizes: Size[] = [];
  return { group: new TerminalGroup({ cols: 80, rows: 24 }, (size) => sizes.push(size)), sizes };
}

test('the viewer that attached last sets the size and answers queries', () => {
  const { group: terminal, sizes } = group();
  const [first, second] = [new Member(), new Member()];
  terminal.join(first, { cols: 100, rows: 30 });
  terminal.join(second, { cols: 60, rows: 20 });
  expect(sizes).toEqual([
    { cols: 100, rows: 30 },
    { cols: 60, rows: 20 },
  ]);
  expect([first.responder, second.responder]).toEqual([false, true]);
});

test('the focus moves size and queries to another viewer, and back when that leaves', () => {
  const { group: terminal, sizes } = group();
  const [first, second] = [new Member(), new Member()];
  terminal.join(first, { cols: 100, rows: 30 });
  terminal.join(second, { cols: 60, rows: 20 });
  terminal.focus(first);
  expect([first.responder, second.responder]).toEqual([true, false]);
  terminal.leave(first);
  expect(second.responder).toBe(true);
  expect(sizes.map(({ cols }) => cols)).toEqual([100, 60, 100, 60]);
});

test('a viewer without the lead keeps its size for later', () => {
  const { group: terminal, sizes } = group();
  const [first, second] = [new Member(), new Member()];
  terminal.join(first, { cols: 100, rows: 30 });
  terminal.join(second, { cols: 60, rows: 20 });
  terminal.resize(first, { cols: 120, rows: 40 });
  expect(sizes).toHaveLength(2);
  terminal.focus(first);
  expect(sizes.at(-1)).toEqual({ cols: 120, rows: 40 });
});

test('a reader never leads', () => {
  const { group: terminal, sizes } = group();
  const [reader, writer] = [new Member('read'), new Member()];
  terminal.join(writer, { cols: 100, rows: 30 });
  terminal.join(reader, { cols: 10, rows: 10 });
  terminal.focus(reader);
  terminal.resize(reader, { cols: 11, rows: 11 });
  expect(sizes).toEqual([{ cols: 100, rows: 30 }]);
  expect([writer.responder, reader.responder]).toEqual([true, false]);
});

test('the terminal is not resized to the size it has', () => {
  const { group: terminal, sizes } = group();
  terminal.join(new Member(), { cols: 80, rows: 24 });
  expect(sizes).toEqual([]);
});

test('a size that could not be set is tried again', () => {
  const { group: terminal, sizes } = group();
  const viewer = new Member();
  terminal.join(viewer, { cols: 90, rows: 30 });
  terminal.resizeFailed(new Error('gone'));
  expect(viewer.failures).toHaveLength(1);
  terminal.resize(viewer, { cols: 90, rows: 30 });
  expect(sizes).toHaveLength(2);
});

test.each([
  ['first', true],
  ['last', false],
])('of viewers that come back the one that led leads, also when it is the %s', (_place, leaderFirst) => {
  const { group: terminal, sizes } = group();
  const [leader, other] = [new Member(), new Member()];
  const join = [() => terminal.join(leader, { cols: 100, rows: 30 }, true), () => terminal.join(other, { cols: 60, rows: 20 }, false)];
  for (const one of leaderFirst ? join : join.toReversed()) one();
  expect([leader.responder, other.responder]).toEqual([true, false]);
  expect(sizes.at(-1)).toEqual({ cols: 100, rows: 30 });
  terminal.leave(leader);
  expect(other.responder).toBe(true);
});

test('who told no size leads only while nobody sits who did', () => {
  const { group: terminal, sizes } = group();
  const [background, front, pipe] = [new Member(), new Member(), new Member()];
  terminal.join(background, null);
  expect(background.responder).toBe(true);
  terminal.join(front, { cols: 100, rows: 30 });
  terminal.join(pipe, null);
  terminal.focus(pipe);
  expect([background.responder, front.responder, pipe.responder]).toEqual([false, true, false]);
  terminal.leave(front);
  expect(pipe.responder).toBe(true);
  expect(sizes).toEqual([{ cols: 100, rows: 30 }]);
});

test('a viewer that is focused before it tells its size leads as soon as it has', () => {
  const { group: terminal, sizes } = group();
  const [front, background] = [new Member(), new Member()];
  terminal.join(front, { cols: 100, rows: 30 });
  terminal.join(background, null);
  terminal.focus(background);
  terminal.resize(background, { cols: 60, rows: 20 });
  expect([front.responder, background.responder]).toEqual([false, true]);
  expect(sizes.at(-1)).toEqual({ cols: 60, rows: 20 });
});
