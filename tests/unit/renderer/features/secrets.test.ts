import { describe, expect, it } from 'vitest';
import { linesOf, newSecret, pastedValue, typedValue } from '#renderer/features/secrets/secret-input.ts';
import { type Secrets, secretTasks } from '#renderer/features/secrets/secret-tasks.ts';
import type { EngineClient } from '#renderer/rpc/client.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----';
const OLD = { name: 'api', createdAt: 1, rotatedAt: 1, rotateDays: 90, due: false };

describe('the value of a secret', () => {
  it('of several lines is kept as it was pasted', () => {
    expect(pastedValue(`${PEM}\n`)).toBe(PEM);
    expect(linesOf(PEM)).toBe(3);
    expect(pastedValue('a token\r\n'), 'the field does that itself').toBeNull();
  });

  it('begins anew when somebody types into one of several lines, whose line ends the field does not show', () => {
    expect(typedValue(PEM, `${PEM.replaceAll('\n', '')}x`, 'x')).toBe('x');
    expect(typedValue(PEM, PEM.replaceAll('\n', '').slice(1), null)).toBe('');
    expect(typedValue('ab', 'abc', 'c')).toBe('abc');
  });
});

describe('what goes to the engine', () => {
  it('ends the reminding of a secret whose days were emptied, and says nothing of them for a new one', () => {
    expect(newSecret({ name: 'api', value: 'v', days: '' }, OLD)).toEqual({ name: 'api', value: 'v', rotateDays: 0 });
    expect(newSecret({ name: ' api ', value: 'v', days: '' }, null)).toEqual({ name: 'api', value: 'v' });
    expect(newSecret({ name: 'api', value: 'v', days: '30' }, OLD)).toEqual({ name: 'api', value: 'v', rotateDays: 30 });
    expect(newSecret({ name: 'api', value: '', days: '' }, null)).toBeNull();
  });
});

describe('a look when the window comes back', () => {
  function shown(before: Partial<Secrets> = {}) {
    const state: { now: Secrets } = { now: { known: null, busy: false, error: null, ...before } };
    const status = { state: 'ready', store: 'keychain', waiting: 0 } as const;
    const client = { secret: { status: async () => status, list: async () => [OLD] } } as unknown as EngineClient;
    const tasks = secretTasks(
      () => client,
      (change) => {
        state.now = change(state.now);
      },
    );
    return { state, tasks, known: { status, list: [OLD] } };
  }

  it('leaves the error that is shown, and keeps nobody from sending', async () => {
    const { state, tasks, known } = shown();
    expect(await tasks.change(() => Promise.reject(new KimiError('SECRETS_LOCKED', {})))).toBe(false);
    await tasks.change(async () => undefined);
    await tasks.change(() => Promise.reject(new KimiError('SECRETS_LOCKED', {})));
    const looked = tasks.lookQuietly();
    expect(state.now.busy).toBe(false);
    await looked;
    expect(state.now).toEqual({ known, busy: false, error: expect.objectContaining({ code: 'SECRETS_LOCKED' }) });
  });

  it('does not go over what is being changed', async () => {
    const { state, tasks } = shown();
    const looked = tasks.lookQuietly();
    const going = Promise.withResolvers<void>();
    const changed = tasks.change(() => going.promise);
    await looked;
    expect(state.now).toMatchObject({ known: null, busy: true });
    going.resolve();
    expect(await changed).toBe(true);
    expect(state.now).toMatchObject({ known: { list: [OLD] }, busy: false });
  });
});
