import { describe, expect, it } from 'vitest';
import { TypeAhead } from '#renderer/actions/type-ahead.ts';

function typed(...keys: string[]) {
  const ahead = new TypeAhead();
  for (const key of keys) ahead.take({ key, ctrlKey: false, metaKey: false, altKey: false });
  return ahead;
}

describe('keys that were typed before the dialog was there', () => {
  it('are its first text', () => {
    expect(typed('d', 'a', 'Shift', 'r', 'x', 'Backspace', 'k').drain()).toEqual({ text: 'dark', entered: false });
  });

  it('end at Enter', () => {
    expect(typed('简', '体', 'Enter', 'r', 'm').drain()).toEqual({ text: '简体', entered: true });
  });

  it('are given out once', () => {
    const ahead = typed('a');
    ahead.drain();
    expect(ahead.drain()).toEqual({ text: '', entered: false });
  });

  it('do not include what belongs to shortcuts', () => {
    const ahead = new TypeAhead();
    ahead.take({ key: 'c', ctrlKey: true, metaKey: false, altKey: false });
    expect(ahead.drain().text).toBe('');
  });
});
