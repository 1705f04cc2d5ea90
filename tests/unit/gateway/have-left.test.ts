import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { haveLeft, type Leaving } from '#main/gateway/have-left.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A viewer of which a piece comes every `everyMs`; it leaves after `pieces` of them. */
function viewer(pieces: number, everyMs: number): Leaving & { readonly heard: () => number } {
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const listeners = new Set<(bytes: number) => void>();
  let said = 0;
  const saying = setInterval(() => {
    said += 1;
    for (const listener of listeners) listener(1);
    if (said < pieces) return;
    clearInterval(saying);
    resolve();
  }, everyMs);
  const onBytes = (listener: (bytes: number) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { left, onBytes, heard: () => listeners.size };
}

/** How long they were waited for, ms. */
async function waited(...viewers: readonly Leaving[]): Promise<number> {
  const began = performance.now();
  const over = haveLeft(viewers, { quietMs: 400, mostMs: 2000 }).then(() => performance.now() - began);
  await vi.advanceTimersByTimeAsync(10_000);
  return over;
}

test('a viewer is heard out for as long as something comes from it, and not after it has left', async () => {
  expect(await waited(viewer(15, 100))).toBe(1500);
  expect(await waited(viewer(1, 10), viewer(15, 100))).toBe(1500);
  expect(await waited()).toBe(0);
});

test('one that is silent, or does not stop, is left', async () => {
  expect(await waited(viewer(2, 1000))).toBe(400);
  const endless = viewer(Number.POSITIVE_INFINITY, 100);
  expect(await waited(endless, viewer(1, 10))).toBe(2000);
  expect(endless.heard()).toBe(0);
});
