import { describe, expect, it } from 'vitest';
import { Awake, guardedSessions } from '../../../../src-main/engine/awake/index.ts';
import { SESSION_STATES } from '../../../../src-shared/contract/index.ts';
import { catalogues } from '../../../../src-shared/messages/index.ts';
import { session } from '../../renderer/features/session.ts';

const reason = { ref: 'job_1', name: 'nightly', message: 'm', values: {} };

describe('reasons to stay awake', () => {
  it('are those of every source, in the order of the sources, until one is taken out', async () => {
    const awake = new Awake();
    const leave = awake.register({ kind: 'job', reasons: async () => [reason] });
    awake.register({ kind: 'schedule', reasons: async () => [{ ...reason, ref: 'sch_1' }] });
    expect(await awake.reasons()).toEqual([
      { ...reason, kind: 'job' },
      { ...reason, ref: 'sch_1', kind: 'schedule' },
    ]);
    leave();
    leave();
    expect((await awake.reasons()).map(({ kind }) => kind)).toEqual(['schedule']);
  });

  it('cannot be told when a source cannot say: that is not the same as none', async () => {
    const awake = new Awake();
    awake.register({ kind: 'job', reasons: () => Promise.reject(new Error('the disk')) });
    await expect(awake.reasons()).rejects.toThrow('the disk');
  });

  it('have one source of a kind', () => {
    const awake = new Awake();
    awake.register({ kind: 'job', reasons: async () => [] });
    expect(() => awake.register({ kind: 'job', reasons: async () => [] })).toThrow('job');
  });
});

describe('a guarded session', () => {
  const kept = async (over: Parameters<typeof session>[2], state: (typeof SESSION_STATES)[number] = 'working') =>
    (await guardedSessions(async () => [session(1, state, over)]).reasons()).length > 0;

  it('keeps an engine awake while its agent works or waits, and not after', async () => {
    const awakeIn = [];
    for (const state of SESSION_STATES) if (await kept({ guarded: true }, state)) awakeIn.push(state);
    expect(awakeIn).toEqual(['starting', 'trust', 'working', 'waiting']);
  });

  it('keeps none when the person did not mark it, or when it is put away', async () => {
    expect(await kept({ guarded: false })).toBe(false);
    expect(await kept({ guarded: true, lifecycle: 'suspended' })).toBe(false);
  });

  it('says why in both languages', async () => {
    for (const state of ['starting', 'trust', 'working', 'waiting'] as const) {
      const [found] = await guardedSessions(async () => [session(1, state, { guarded: true, name: 'a' })]).reasons();
      expect(found).toMatchObject({ name: 'a', values: { name: 'a' } });
      for (const catalogue of Object.values(catalogues)) expect(catalogue[found!.message]).toContain('{{name}}');
    }
  });
});
