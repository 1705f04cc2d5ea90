import { describe, expect, it } from 'vitest';
import { createNoticesStore } from '#renderer/state/notices-store.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

const refused = (field: string) => new KimiError('INVALID_INPUT', { field, reason: 'a number is expected' });

function open() {
  const store = createNoticesStore();
  const shown = () => store.getState().notices.map((notice) => (notice.kind === 'error' ? notice.error.context.field : notice.key));
  return { ...store.getState(), shown, notices: () => store.getState().notices };
}

describe('the notices of a window', () => {
  it('lose an error with the place that it was made in, and keep what belongs to no place', () => {
    const { error, info, wentTo, shown } = open();
    error(refused('here'), { place: 'settings' });
    error(refused('anywhere'));
    info('window.notice.literal-key');
    wentTo('settings');
    expect(shown()).toEqual(['here', 'anywhere', 'window.notice.literal-key']);
    wentTo('audit');
    expect(shown()).toEqual(['anywhere', 'window.notice.literal-key']);
  });

  it('lose an error when the same is done with success, and no other one', () => {
    const { error, succeeded, shown } = open();
    error(refused('first'), { place: 'settings', task: 'settings' });
    error(refused('second'), { place: 'settings', task: 'stop ses_1' });
    error(refused('third'), { place: 'settings' });
    succeeded('settings');
    expect(shown()).toEqual(['second', 'third']);
  });

  it('say the same error once, as one of the place where it came last', () => {
    const { error, wentTo, shown } = open();
    error(refused('again'), { place: 'settings' });
    error(refused('again'), { place: 'logs' });
    wentTo('logs');
    expect(shown()).toEqual(['again']);
    wentTo('sessions');
    expect(shown()).toEqual([]);
  });

  it('lose what is no longer true, with or without a button', () => {
    const { info, error, over, shown } = open();
    info('notice.secrets.waiting', { name: 'tok' }, { label: 'window.secrets.unlock', run: () => undefined });
    info('window.notice.literal-key');
    error(refused('other'));
    over(['notice.secrets.waiting', 'notice.secrets.still-waiting']);
    expect(shown()).toEqual(['window.notice.literal-key', 'other']);
  });

  it('say what comes again as the newest, for as long as a new one', () => {
    const { error, info, notices } = open();
    error(refused('again'));
    info('window.notice.literal-key');
    const [first] = notices();
    error(refused('again'));
    expect(notices().map(({ kind }) => kind)).toEqual(['info', 'error']);
    expect(notices()[1]?.id).not.toBe(first?.id);
    // The newest stays the card that it is, and stands as long again.
    const newest = notices()[1];
    error(refused('again'));
    expect(notices()[1]).toMatchObject({ id: newest?.id, times: 2 });
    info('window.notice.literal-key');
    expect(notices().map(({ kind }) => kind)).toEqual(['error', 'info']);
  });
});
