import { describe, expect, it } from 'vitest';
import { eachAtOnce } from '#renderer/app/each-at-once.ts';

const MANY = Array.from({ length: 100 }, (_, n) => n);

/** Runs that end when they are told, and how many were under way at most. */
function heldRuns() {
  const waiting: (() => void)[] = [];
  const begun: number[] = [];
  return {
    begun,
    run: (n: number) =>
      new Promise<void>((done) => {
        begun.push(n);
        waiting.push(done);
      }),
    endAll: () => {
      for (const done of waiting.splice(0)) done();
    },
  };
}

const turn = () => new Promise(setImmediate);

describe('something done with each of many', () => {
  it('is begun in their order, some at once, and all are done', async () => {
    const held = heldRuns();
    const all = eachAtOnce(MANY, held.run);
    const first = held.begun.length;
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThan(MANY.length);
    while (held.begun.length < MANY.length) {
      held.endAll();
      await turn();
      expect(held.begun.length % first === 0 || held.begun.length === MANY.length).toBe(true);
    }
    held.endAll();
    await all;
    expect(held.begun).toEqual(MANY);
  });

  it('begins no further one after a failure, and tells the first', async () => {
    const done: number[] = [];
    const all = eachAtOnce(MANY, async (n) => {
      await turn();
      if (n >= 3) throw new Error(`no ${n}`);
      done.push(n);
    });
    await expect(all).rejects.toThrow('no 3');
    expect(done).toEqual([0, 1, 2]);
  });

  it('begins no further one once it is aborted, and ends those under way', async () => {
    const held = heldRuns();
    const leaving = new AbortController();
    const all = eachAtOnce(MANY, held.run, leaving.signal);
    const first = held.begun.length;
    leaving.abort();
    held.endAll();
    await all;
    expect(held.begun).toHaveLength(first);
  });
});
