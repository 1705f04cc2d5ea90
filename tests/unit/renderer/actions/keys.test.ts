import { describe, expect, it } from 'vitest';
import { KeyDispatch } from '#renderer/actions/key-dispatch.ts';
import { clashesOf, keyMap, winnerOf } from '#renderer/actions/key-map.ts';
import { isTerminals, KeyRecorder, specOf } from '#renderer/actions/key-recorder.ts';
import { ariaKeys, isMac, type KeyPress, keyCaps, matches } from '#renderer/actions/keys.ts';
import { keyProblem, parseKeys } from '#shared/key-combination.ts';

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

  const dispatching = (mac: boolean, own = {}) => new KeyDispatch(actions, keyMap(actions, mac, own));

  it('are those of the system it runs on', () => {
    expect(dispatching(false).actionFor(press('KeyP', 'ctrl', 'shift'))?.id).toBe('palette');
    expect(dispatching(true).actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    expect(dispatching(true).actionFor(press('KeyP', 'meta', 'shift'))?.id).toBe('palette');
  });

  it("are the person's own where there are some, whatever the order of modifiers", () => {
    const own = dispatching(false, { palette: 'Alt+Ctrl+KeyJ', keyless: 'F9' });
    expect(own.actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    expect(own.actionFor(press('KeyJ', 'ctrl', 'alt'))?.id).toBe('palette');
    expect(own.actionFor(press('F9'))?.id).toBe('keyless');
  });

  it('can be taken away, and changed while they are listened for', () => {
    const dispatch = dispatching(false, { palette: '' });
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    dispatch.setKeys(keyMap(actions, false, {}));
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))?.id).toBe('palette');
  });

  it('tell which actions share one', () => {
    const map = keyMap([...actions, { id: 'view.other' }], false, { 'view-other': 'Shift+Ctrl+KeyP' });
    expect(clashesOf(map, 'palette')).toEqual(['view.other']);
    expect(clashesOf(map, 'view.other')).toEqual(['palette']);
    expect([winnerOf(map, 'palette'), winnerOf(map, 'view.other')]).toEqual(['palette', 'palette']);
    expect(clashesOf(map, 'keyless')).toEqual([]);
  });

  it('leave one key to the terminal after the escape, and bare modifiers do not use it up', () => {
    const dispatch = dispatching(false);
    dispatch.literal();
    expect(dispatch.actionFor(press('ControlLeft', 'ctrl'))).toBeNull();
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))).toBeNull();
    expect(dispatch.actionFor(press('KeyP', 'ctrl', 'shift'))?.id).toBe('palette');
  });
});

describe('a key that the person chooses', () => {
  it('is what was pressed, once more than modifiers was', () => {
    expect(specOf(press('ShiftLeft', 'shift'))).toBeNull();
    expect(specOf(press('KeyJ', 'shift', 'ctrl'))).toBe('Ctrl+Shift+KeyJ');
    expect(specOf(press('Escape'))).toBe('Escape');
  });

  it.each([
    ['KeyJ', 'text'],
    ['Shift+KeyJ', 'text'],
    ['F5', null],
    ['Ctrl+Shift+KeyT', 'browser'],
    ['Ctrl+KeyJ', null],
  ] as const)('%s: %s', (spec, problem) => {
    expect(keyProblem(spec, false)).toBe(problem);
  });

  it('on a Mac may be Ctrl+T, but not Cmd+T', () => {
    expect(keyProblem('Ctrl+KeyT', true)).toBeNull();
    expect(keyProblem('Cmd+KeyT', true)).toBe('browser');
  });

  it('is told to be one that programs in terminals need', () => {
    expect(['Ctrl+KeyR', 'Alt+KeyF', 'F5', 'Ctrl+Shift+KeyR', 'Cmd+KeyR'].map(isTerminals)).toEqual([true, true, true, false, false]);
  });

  it('reaches nobody else while it is chosen', () => {
    const recorder = new KeyRecorder();
    const heard: string[] = [];
    const stop = recorder.record(({ code }) => heard.push(code));
    expect(recorder.active).toBe(true);
    recorder.take(press('KeyA'));
    stop();
    recorder.take(press('KeyB'));
    expect([heard, recorder.active]).toEqual([['KeyA'], false]);
  });
});
