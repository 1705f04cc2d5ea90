import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Unread, UnreadWatch } from '#main/gateway/unread-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function connection() {
  const one = { waiting: 0, taken: 0, cut: [] as number[], cutOff: (waiting: number) => void one.cut.push(waiting) };
  return one satisfies Unread & { cut: number[] };
}

const watch = () => new UnreadWatch({ bytes: 1000, ms: 30_000, everyMs: 5_000 });

test('a reader that takes nothing for its time is cut off, one that takes a little is not', () => {
  const looks = watch();
  const [stopped, slow] = [connection(), connection()];
  for (const one of [stopped, slow]) {
    one.waiting = 500;
    looks.handed(one, 0);
  }
  for (let i = 0; i < 8; i += 1) {
    slow.taken += 1;
    vi.advanceTimersByTime(5_000);
  }
  expect([stopped.cut, slow.cut]).toEqual([[500], []]);
  looks.close();
});

test('more bytes than may wait are cut off at once, one message that is larger is not', () => {
  const looks = watch();
  const one = connection();
  one.waiting = 1001;
  looks.handed(one, 0);
  one.taken = 1;
  vi.advanceTimersByTime(5_000);
  expect(one.cut).toEqual([]);
  one.waiting = 1002;
  looks.handed(one, 1001);
  expect(one.cut).toEqual([1002]);
});

test('a connection that is watched while it answers may rest as long as it likes when nothing waits', () => {
  const looks = watch();
  const one = connection();
  looks.watch(one);
  vi.advanceTimersByTime(300_000);
  one.waiting = 10;
  vi.advanceTimersByTime(25_000);
  expect(one.cut).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(one.cut).toEqual([10]);
});

test('no timer runs while nothing waits', () => {
  const looks = watch();
  const one = connection();
  looks.handed(one, 0);
  expect(vi.getTimerCount()).toBe(0);
  one.waiting = 10;
  looks.handed(one, 0);
  expect(vi.getTimerCount()).toBe(1);
  one.waiting = 0;
  vi.advanceTimersByTime(5_000);
  expect(vi.getTimerCount()).toBe(0);
  looks.watch(one);
  looks.forget(one);
  expect(vi.getTimerCount()).toBe(0);
});
