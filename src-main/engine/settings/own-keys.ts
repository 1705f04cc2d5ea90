import { ACTION_IDS, keyName } from '#shared/action-ids.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { KEY_CODES, KEYS_ALSO_CALLED } from '#shared/key-codes.ts';
import { keyProblem, normalKeys } from '#shared/key-combination.ts';
import { nearestWord } from '#shared/nearest-word.ts';

/** The settings' table of a person's own keys. */
const TABLE = 'keys.';
const NAMES = ACTION_IDS.map(keyName);

const MODIFIERS: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  control: 'Ctrl',
  alt: 'Alt',
  option: 'Alt',
  opt: 'Alt',
  shift: 'Shift',
  cmd: 'Cmd',
  command: 'Cmd',
  meta: 'Cmd',
  super: 'Cmd',
  win: 'Cmd',
};

/** The setting whose action is nearest to what was written after `keys.`; null when none is near, or the name is of another setting. */
export function nearestOwnKey(name: string): string | null {
  if (!name.startsWith(TABLE)) return null;
  const nearest = nearestWord(name.slice(TABLE.length).replaceAll('.', '-'), NAMES);
  return nearest === null ? null : TABLE + nearest;
}

/**
 * Refuses a key that would never do anything: of an action that there is none of, or one that no key press can be. Only what somebody sets is looked
 * at so closely: a file may be from another version, or another system.
 * @param field what the name was given in
 * @throws KimiError INVALID_INPUT with `field`, `reason` and, where there is one, `nearest`
 */
export function checkOwnKey(name: string, keys: string, mac = process.platform === 'darwin', field = 'key'): void {
  if (!name.startsWith(TABLE)) return;
  if (!NAMES.includes(name.slice(TABLE.length))) {
    const nearest = nearestOwnKey(name);
    throw new KimiError('INVALID_INPUT', {
      field,
      value: name,
      reason: 'the window has no such action',
      ...(nearest === null ? {} : { nearest }),
    });
  }
  if (keys === '') return;
  const meant = keysMeant(keys);
  const refuse = (reason: string, nearest: string | null): never => {
    throw new KimiError('INVALID_INPUT', { field: name, value: keys, reason, ...(nearest === null ? {} : { nearest }) });
  };
  if (meant === null || meant !== normalKeys(keys)) refuse('a key combination is expected', meant === null ? null : possible(meant, mac));
  const problem = keyProblem(keys, mac);
  if (problem !== null)
    refuse(problem === 'text' ? 'it would be text for the terminal' : 'the browser keeps it for itself', possible(keys, mac));
}

/** The combination that was most likely meant, as settings hold it; null when nobody can tell. */
function keysMeant(written: string): string | null {
  // A combination with the key + ends in two of them.
  const parts = written.endsWith('++') ? [...written.slice(0, -2).split('+'), '+'] : written.split('+');
  const [key = '', ...modifiers] = parts.map((part) => part.trim()).reverse();
  const code = codeMeant(key);
  const known = modifiers.map((modifier) => modifierMeant(modifier.toLowerCase()));
  return code === null || known.includes(null) ? null : normalKeys([...known, code].join('+'));
}

function modifierMeant(written: string): string | null {
  const near = nearestWord(written, Object.keys(MODIFIERS));
  return near === null ? null : (MODIFIERS[near] ?? null);
}

function codeMeant(written: string): string | null {
  const small = written.toLowerCase();
  const same = KEY_CODES.find((code) => code.toLowerCase() === small || code === `Key${small.toUpperCase()}` || code === `Digit${small}`);
  return same ?? KEYS_ALSO_CALLED[small] ?? nearestWord(written, KEY_CODES);
}

/** The combination nearest to this one that can be a key of an action here. */
function possible(keys: string, mac: boolean): string {
  const main = mac ? 'Cmd' : 'Ctrl';
  const code = keys.split('+').at(-1) ?? '';
  const tries = [keys, `${main}+Shift+${code}`, `${main}+Alt+${code}`];
  return normalKeys(tries.find((one) => keyProblem(one, mac) === null) ?? keys);
}
