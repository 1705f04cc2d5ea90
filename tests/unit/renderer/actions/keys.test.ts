import { describe, expect, it } from 'vitest';
import { KeyDispatch } from '#renderer/actions/key-dispatch.ts';
import { ariaKeys, isMac, type KeyPress, keyCaps, matches, parseKeys } from '#renderer/actions/keys.ts';

const press = (code: string, ...modifiers: ('ctrl' | 'shift' | 'alt' | 'meta')[]): KeyPress => ({
  code,
  ctrlKey: modifiers.includes('ctrl'),
  shiftKey: modifiers.includes('shift'),
  altKey: modifiers.includes('alt'),
  metaKey: modifiers.includes('meta'),
});

describe('a combination of keys', () => {
  it('matches with exactly its modifiers', () => {
    const keys = parseKeys('Ctrl+Shift+KeyP');
    expect(matches(keys, press('KeyP', 'ctrl', 'shift'))).toBe(true);
    expect(matches(keys, press('KeyP', 'ctrl'))).toBe(false);
    expect(matches(keys, press('KeyP', 'ctrl', 'shift', 'alt'))).toBe(false);
    expect(matches(keys, press('KeyO', 'ctrl', 'shift'))).toBe(false);
  });

  it('is shown in the words of the system', () => {
    expect(keyCaps('Ctrl+Shift+KeyP', false)).toEqual(['Ctrl', 'Shift', 'P']);
    expect(keyCaps('Shift+Cmd+KeyP', true)).toEqual(['⇧', '⌘', 'P']);
    expect(keyCaps('Ctrl+Shift+ArrowLeft', false)).toEqual(['Ctrl', 'Shift', '←']);
    expect(ariaKeys('Ctrl+Shift+KeyP')).toBe('Control+Shift+P');
  });

  it('with a modifier that nobody knows is a mistake of ours', () => {
    expect(() => parseKeys('Hyper+KeyP')).toThrow('Hyper');
  });

  it('depends on the platform', () => {
    expect([isMac('MacIntel'), isMac('Linux x86_64'), isMac('Win32')]).toEqual([true, false, false]);
  });
});

describe('the keys of the app', () => {
  const actions = [{ id: 'palette', keys: { mac: 'Shift+Cmd+KeyP', other: 'Ctrl+Shift+KeyP' } }, { id: 'keyless' }];

  it('are those of the system it runs on', () => {
    expect(new KeyDispatch(actions, false).actionFor(press('KeyP', 'ctrl', 'shift'))?.id).toBe('palette');
    expect(new KeyDispatch(actions, true).actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    expect(new KeyDispatch(actions, true).actionFor(press('KeyP', 'meta', 'shift'))?.id).toBe('palette');
  });

  it('leave one key to the terminal after the escape, and bare modifiers do not use it up', () => {
    const dispatch = new KeyDispatch(actions, false);
    dispatch.literal();
    expect(dispatch.actionFor(press('ControlLeft', 'ctrl'))).toBeNull();
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))?.id).toBe('palette');
  });
});
