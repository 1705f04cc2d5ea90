import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ground } from './ground.ts';
import type { Attempt } from './knock.ts';
import { RIGHTS } from './rights.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await Ground.open();
}, 120_000);
afterAll(() => ground.close());

/** What each door says to somebody who may not. */
const REFUSALS: Readonly<Record<Attempt['at'], string>> = { engine: 'DENIED', holder: 'HOLDER_REFUSED', mirror: 'MIRROR_UNAVAILABLE' };

describe('an agent may', () => {
  test.each(RIGHTS.filter((right) => right.may))('$what ($where)', async ({ attempt }) => {
    const { session, outcome } = await ground.fromInside((target) => attempt(ground, target));
    expect(outcome.refused).toBeNull();
    expect(JSON.stringify(outcome.answer)).toContain(session);
  });
});

describe('an agent may not', () => {
  test.each(RIGHTS.filter((right) => !right.may))('$what ($where)', async ({ attempt }) => {
    const doors: Attempt['at'][] = [];
    const { outcome } = await ground.fromInside(async (target) => {
      const asked = await attempt(ground, target);
      doors.push(asked.at);
      return asked;
    });
    expect([outcome.refused]).toEqual(doors.map((door) => REFUSALS[door]));
    expect(outcome.answer === null || JSON.stringify(outcome.answer).includes('DENIED')).toBe(true);
  });

  test('and what it tried has changed nothing', async () => {
    const [precious, settings] = await ground.owner(async (client) => [
      await client.session.show({ session: 'precious' }),
      await client.settings.get({}),
    ]);
    expect(precious.state).not.toMatch(/exited|failed/);
    expect(settings.terminal.clipboardWrite).toBe(false);
    const names = (await ground.owner((client) => client.session.list({ all: true }))).map(({ name }) => name);
    expect(names).not.toContain('more');
    expect(names).not.toContain('trusted');
  });
});
