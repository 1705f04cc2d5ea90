import { describe, expect, it } from 'vitest';
import { Circuit } from '#shared/retry/circuit.ts';

/** A circuit on a clock of the test's, around something that fails while it is told to. */
function around() {
  const world = { now: 0, works: false, asked: 0 };
  const circuit = new Circuit<string>({ failed: (answer) => answer === 'bad', now: () => world.now });
  const ask = () =>
    circuit.run(async () => {
      world.asked += 1;
      if (!world.works) throw new Error(`failure ${world.asked}`);
      return 'good';
    });
  const failTimes = async (times: number) => {
    for (let one = 0; one < times; one += 1) await expect(ask()).rejects.toThrow('failure');
  };
  return { world, circuit, ask, failTimes };
}

describe('what fails five times in a row', () => {
  it('is left alone for a minute, and answers as it did last', async () => {
    const { world, ask, failTimes } = around();
    await failTimes(5);
    world.works = true;
    world.now = 59_999;
    await expect(ask()).rejects.toThrow('failure 5');
    expect(world.asked).toBe(5);
    world.now = 60_000;
    expect(await ask()).toBe('good');
    expect(await ask()).toBe('good');
    expect(world.asked).toBe(7);
  });

  it('is left alone for another minute when the one try fails', async () => {
    const { world, ask, failTimes } = around();
    await failTimes(5);
    world.now = 60_000;
    await expect(ask()).rejects.toThrow('failure 6');
    world.now = 119_999;
    world.works = true;
    await expect(ask()).rejects.toThrow('failure 6');
    world.now = 120_000;
    expect(await ask()).toBe('good');
  });

  it('is tried by one, and the others wait for what that gives', async () => {
    const { world, circuit, failTimes } = around();
    await failTimes(5);
    world.now = 60_000;
    const answer = Promise.withResolvers<string>();
    let asked = 0;
    const ask = () =>
      circuit.run(() => {
        asked += 1;
        return asked === 1 ? answer.promise : Promise.resolve('later');
      });
    const all = Promise.all([ask(), ask(), ask()]);
    expect(asked).toBe(1);
    answer.resolve('first');
    expect(await all).toEqual(['first', 'later', 'later']);
  });

  it('is asked on when it works in between, and answers that are failures count', async () => {
    const { world, circuit, ask, failTimes } = around();
    await failTimes(4);
    world.works = true;
    await ask();
    world.works = false;
    await failTimes(4);
    expect(await circuit.run(async () => 'bad')).toBe('bad');
    expect(await circuit.run(async () => 'good')).toBe('bad');
  });
});
