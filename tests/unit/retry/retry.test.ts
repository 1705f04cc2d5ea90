import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Backoff } from '#shared/retry/backoff.ts';
import { isPassing } from '#shared/retry/passing.ts';
import { retry } from '#shared/retry/retry.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const TIMES = { firstMs: 100, mostMs: 1_000 };
const away = new KimiError('ENGINE_UNREACHABLE');

describe('waits between tries', () => {
  it('double up to the longest, of each a random share, and begin anew once it was there', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const backoff = new Backoff(TIMES);
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([99, 199, 399, 799, 999, 999]);
    backoff.reset();
    expect(backoff.next()).toBe(99);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    expect(backoff.next()).toBe(0);
  });

  it('are spread over the whole of their length', () => {
    const firsts = Array.from({ length: 400 }, () => new Backoff(TIMES).next());
    for (const quarter of [0, 25, 50, 75]) expect(firsts.filter((ms) => ms >= quarter && ms < quarter + 25).length).toBeGreaterThan(20);
  });

  it('are never shorter than what the other side asks for', () => {
    const crowded = new KimiError('TOO_MANY_CALLS', { retryAfterMs: 3_000 });
    for (let one = 0; one < 50; one += 1) expect(new Backoff(TIMES).next(crowded)).toBeGreaterThanOrEqual(3_000);
  });
});

describe('another try', () => {
  it('is made until it succeeds', async () => {
    let tries = 0;
    const done = retry(async () => {
      tries += 1;
      if (tries < 4) throw away;
      return 'there';
    }, TIMES);
    await vi.runAllTimersAsync();
    expect(await done).toBe('there');
    expect(tries).toBe(4);
  });

  it('is not made for what does not pass by itself', async () => {
    let tries = 0;
    const denied = new KimiError('DENIED');
    const refused = retry(() => {
      tries += 1;
      return Promise.reject(denied);
    }, TIMES);
    await expect(refused).rejects.toBe(denied);
    expect(tries).toBe(1);
  });

  it('is the last one when tries are used up, or when the next would begin after the budget', async () => {
    let tries = 0;
    const fail = () => {
      tries += 1;
      return Promise.reject(away);
    };
    const few = expect(retry(fail, { ...TIMES, tries: 3 })).rejects.toBe(away);
    await vi.runAllTimersAsync();
    await few;
    expect(tries).toBe(3);
    const begun = performance.now();
    const short = expect(retry(fail, { ...TIMES, budgetMs: 5_000 })).rejects.toBe(away);
    await vi.runAllTimersAsync();
    await short;
    expect(performance.now() - begun).toBeLessThanOrEqual(5_000);
    // Who is asked to stay away for longer than there is patience gives up at once.
    tries = 0;
    const longer = () => {
      tries += 1;
      return Promise.reject(new KimiError('TOO_MANY_CALLS', { retryAfterMs: 60_000 }));
    };
    await expect(retry(longer, { ...TIMES, budgetMs: 5_000 })).rejects.toMatchObject({ code: 'TOO_MANY_CALLS' });
    expect(tries).toBe(1);
  });

  it('is not waited for any more once it is given up, and nothing is left behind', async () => {
    const stop = new AbortController();
    let tries = 0;
    const given = retry(
      () => {
        tries += 1;
        return Promise.reject(new KimiError('TOO_MANY_CALLS', { retryAfterMs: 1_000_000 }));
      },
      { ...TIMES, signal: stop.signal },
    );
    const refused = expect(given).rejects.toMatchObject({ code: 'TOO_MANY_CALLS' });
    await vi.advanceTimersByTimeAsync(10);
    stop.abort();
    await refused;
    expect(tries).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });
});

it('passing is what the register, the system and SQLite call so', () => {
  for (const code of ['EAGAIN', 'EMFILE', 'ECONNRESET', 'ETIMEDOUT', 'SQLITE_BUSY'])
    expect(isPassing(Object.assign(new Error(code), { code })), code).toBe(true);
  for (const code of ['ENOENT', 'EACCES', 'ENOSPC', 'EIO', 'SQLITE_CORRUPT'])
    expect(isPassing(Object.assign(new Error(code), { code })), code).toBe(false);
  expect(isPassing(away)).toBe(true);
  expect(isPassing(new KimiError('NOT_FOUND'))).toBe(false);
  expect(isPassing('away')).toBe(false);
});
