import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { overEngines } from '#main/hosts/cli/engine/over-engines.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const away = new KimiError('ENGINE_UNREACHABLE');

it('asks until it is done, and tells once for each time that the engine stays away', async () => {
  const told: number[] = [];
  // Of 200 tries the 50th and the 100th reach an engine, which goes again.
  let tries = 0;
  const done = overEngines(
    async (there) => {
      tries += 1;
      if (tries % 50 === 0) there();
      if (tries < 200) throw away;
      return 'done';
    },
    { giveUpMs: 60_000, onLong: () => told.push(tries) },
  );
  await vi.runAllTimersAsync();
  expect(await done).toBe('done');
  expect(told).toHaveLength(4);
  expect(told.map((at) => Math.floor(at / 50))).toEqual([0, 1, 2, 3]);
});

it('gives up after the time that it was given, counted anew from each time that the engine was there, with the last reason', async () => {
  // The longest waits that there may be: what is counted anew shows.
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  let tries = 0;
  const begun = performance.now();
  const done = overEngines(
    async (there) => {
      tries += 1;
      if (tries === 5) there();
      throw tries === 5 ? new KimiError('ENGINE_ENDING') : away;
    },
    { giveUpMs: 1_000 },
  );
  const refused = expect(done).rejects.toBe(away);
  await vi.runAllTimersAsync();
  await refused;
  expect(performance.now() - begun).toBeGreaterThan(1_300);
});

it('does not ask again for what is refused for good, waits as long as an engine that is asked too much wants, and ends when told to', async () => {
  await expect(overEngines(() => Promise.reject(new KimiError('NOT_FOUND')), { giveUpMs: 1_000 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const end = new AbortController();
  let tries = 0;
  const crowded = () => {
    tries += 1;
    return Promise.reject(new KimiError('TOO_MANY_CALLS', { retryAfterMs: 10_000 }));
  };
  const done = overEngines(crowded, { giveUpMs: Number.POSITIVE_INFINITY, signal: end.signal });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(tries).toBe(1);
  end.abort();
  expect(await done).toBeUndefined();
});
