import { expect, it } from 'vitest';
import { checkOwnKey } from '#main/engine/settings/own-keys.ts';
import { ACTION_IDS, keyName } from '#shared/action-ids.ts';
import { KeySpec } from '#shared/contract/settings.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { KEY_CODES } from '#shared/key-codes.ts';
import { keyProblem } from '#shared/key-combination.ts';

function refusal(name: string, keys: string, mac = false): unknown {
  try {
    checkOwnKey(name, keys, mac);
    return null;
  } catch (error) {
    expect((error as KimiError).code).toBe('INVALID_INPUT');
    return (error as KimiError).context;
  }
}

it('takes every action of the window, every key, and none', () => {
  for (const id of ACTION_IDS) expect(refusal(`keys.${keyName(id)}`, 'Ctrl+Alt+F9')).toBeNull();
  for (const code of KEY_CODES) expect(refusal('keys.palette', `Shift+Alt+Ctrl+${code}`)).toBeNull();
  expect(refusal('keys.palette', '')).toBeNull();
  expect(refusal('keys.palette', 'F9')).toBeNull();
  expect(refusal('terminal.fontSize', 'Hyper+N'), 'no setting of the table').toBeNull();
});

it.each([
  ['keys.session-nwe', 'keys.session-new'],
  ['keys.palete', 'keys.palette'],
  ['keys.session.new', 'keys.session-new'],
  ['keys.frobnicate', undefined],
])('refuses the unknown action %s, and names the nearest', (name, nearest) => {
  expect(refusal(name, 'Ctrl+Alt+KeyN')).toEqual({
    field: 'key',
    value: name,
    reason: 'the window has no such action',
    ...(nearest === undefined ? {} : { nearest }),
  });
});

it.each([
  ['Ctrl+Alt+N', 'Ctrl+Alt+KeyN'],
  ['ctrl+alt+keyn', 'Ctrl+Alt+KeyN'],
  ['Control + Option + 7', 'Ctrl+Alt+Digit7'],
  ['Ctrl+Alt+Esc', 'Ctrl+Alt+Escape'],
  ['Ctrl+Alt+PgUp', 'Ctrl+Alt+PageUp'],
  ['Ctrl+Alt++', 'Ctrl+Alt+Equal'],
  ['Ctrl+Alt+Spac', 'Ctrl+Alt+Space'],
  ['Ctrl+Alt+F25', 'Ctrl+Alt+F15'],
  ['Contrl+Alt+KeyN', 'Ctrl+Alt+KeyN'],
  // Not one that would be refused again.
  ['Ctrl+Shift+N', 'Ctrl+Alt+KeyN'],
  ['Hyper+N', undefined],
  ['Ctrl+ControlLeft', undefined],
  ['+', undefined],
])('refuses %s, which no key press is', (keys, nearest) => {
  expect(refusal('keys.palette', keys)).toEqual({
    field: 'keys.palette',
    value: keys,
    reason: 'a key combination is expected',
    ...(nearest === undefined ? {} : { nearest }),
  });
});

it.each([
  ['KeyN', false, 'it would be text for the terminal', 'Ctrl+Alt+KeyN'],
  ['Shift+KeyJ', false, 'it would be text for the terminal', 'Ctrl+Shift+KeyJ'],
  ['Shift+KeyJ', true, 'it would be text for the terminal', 'Shift+Cmd+KeyJ'],
  ['Ctrl+Shift+KeyW', false, 'the browser keeps it for itself', 'Ctrl+Alt+KeyW'],
  ['Cmd+KeyT', true, 'the browser keeps it for itself', 'Alt+Cmd+KeyT'],
])('refuses %s (on a Mac: %s), which the window never gets', (keys, mac, reason, nearest) => {
  expect(refusal('keys.palette', keys, mac)).toEqual({ field: 'keys.palette', value: keys, reason, nearest });
  expect(keyProblem(nearest, mac)).toBeNull();
  expect(KeySpec.safeParse(nearest).success).toBe(true);
});
