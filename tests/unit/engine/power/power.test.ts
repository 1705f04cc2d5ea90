import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Power, RetryWaits } from '../../../../src-main/engine/power/index.ts';
import { testLogger } from '../../../support/test-logger.ts';

function machine() {
  const done: string[] = [];
  const logger = testLogger();
  let clock = 1000;
  const power = new Power({
    suspending: async () => void done.push('suspending'),
    resumed: async () => void done.push('resumed'),
    logger,
    now: () => clock,
  });
  return { power, done, logger, pass: (ms: number) => (clock += ms) };
}

describe('a machine that sleeps', () => {
  it('writes down what is under way before, renews what is stale after, and says how long it was', async () => {
    const { power, done, logger, pass } = machine();
    await power.tell('suspend');
    pass(60_000);
    expect(power.away).toBe(true);
    await power.tell('resume');
    expect(power.away).toBe(false);
    expect(done).toEqual(['suspending', 'resumed']);
    expect(logger.lines.find(({ message }) => message === 'the machine is awake')?.fields).toEqual({ sleptMs: 60_000 });
  });

  it('renews also when nobody was told that it would sleep', async () => {
    const { power, done } = machine();
    await power.tell('resume');
    expect(done).toEqual(['resumed']);
  });

  it('is awake though something could not be renewed', async () => {
    const logger = testLogger();
    const power = new Power({
      suspending: async () => undefined,
      resumed: () => Promise.reject(new Error('no holder')),
      logger,
      now: Date.now,
    });
    await power.tell('suspend');
    await power.tell('resume');
    expect(power.away).toBe(false);
    expect(logger.lines.some(({ fields }) => String(fields?.reason).includes('no holder'))).toBe(true);
  });
});

describe('a locked screen', () => {
  it('means that nobody looks, until it is opened or a window is used', async () => {
    const { power } = machine();
    await power.tell('lock');
    await power.tell('suspend');
    await power.tell('resume');
    expect(power.away).toBe(true);
    await power.tell('unlock');
    expect(power.away).toBe(false);
    await power.tell('lock');
    power.personIsHere();
    expect(power.away).toBe(false);
  });
});

describe('pauses between tries', () => {
  it('end when they are cut short or given up, and leave nothing behind', async () => {
    const waits = new RetryWaits();
    const stop = new AbortController();
    const never = 2 ** 30;
    const cut = waits.pause(never, stop.signal);
    waits.cutShort();
    await cut;
    const ended = waits.pause(never, stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    stop.abort();
    await ended;
    await waits.pause(never, stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
    await waits.pause(1, new AbortController().signal);
  });
});
