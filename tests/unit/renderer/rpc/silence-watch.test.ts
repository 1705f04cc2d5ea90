import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SilenceWatch } from '#renderer/rpc/silence-watch.ts';
import { HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/events.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function watch() {
  const silent: number[] = [];
  const watched = new SilenceWatch({ onSilent: (heardAt) => silent.push(heardAt) });
  watched.start();
  return { watched, silent };
}

const LIMIT = HEARTBEAT_MS * MISSED_HEARTBEATS;

describe('an engine that says nothing', () => {
  it('is given up after three heartbeats, once, with when it was heard last', () => {
    const { watched, silent } = watch();
    vi.advanceTimersByTime(1_000);
    watched.heard();
    vi.advanceTimersByTime(LIMIT * 3);
    expect(silent).toEqual([1_000]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not given up while heartbeats come', () => {
    const { watched, silent } = watch();
    for (let i = 0; i < 20; i += 1) {
      vi.advanceTimersByTime(HEARTBEAT_MS);
      watched.heard();
    }
    expect(silent).toEqual([]);
    watched.stop();
  });

  it('lets no timer go off while heartbeats come, each a little late', () => {
    const fired = vi.fn();
    const set = globalThis.setTimeout;
    vi.stubGlobal('setTimeout', (run: () => void, ms: number) =>
      set(() => {
        fired();
        run();
      }, ms),
    );
    const { watched } = watch();
    for (let i = 0; i < 20; i += 1) {
      vi.advanceTimersByTime(HEARTBEAT_MS + 500);
      watched.heard();
    }
    vi.unstubAllGlobals();
    expect(fired).not.toHaveBeenCalled();
    watched.stop();
  });

  it('is not taken for gone because the machine slept: a heartbeat after waking comes soon enough', () => {
    const { watched, silent } = watch();
    vi.setSystemTime(8 * 60 * 60 * 1_000);
    vi.advanceTimersToNextTimer();
    vi.advanceTimersByTime(HEARTBEAT_MS);
    watched.heard();
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(silent).toEqual([]);
    watched.stop();
  });

  it('is nobody\u2019s business after the connection ended', () => {
    const { watched, silent } = watch();
    watched.stop();
    vi.advanceTimersByTime(LIMIT * 2);
    expect(silent).toEqual([]);
  });
});
