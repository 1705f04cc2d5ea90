import { keyName } from '#shared/action-ids.ts';
import { type KeySpec, normalKeys } from '#shared/key-combination.ts';
import type { Keys } from './keys.ts';

/** What the key of an action depends on. */
export interface KeyedAction {
  readonly id: string;
  readonly keys?: Keys;
}

/** The combination of each action that has one, by the action's id. */
export type KeyMap = ReadonlyMap<string, KeySpec>;

/**
 * The keys that hold: the person's own where there are some (empty takes an action's key away), else the table's.
 * @param own the settings' table `keys`
 */
export function keyMap(actions: readonly KeyedAction[], mac: boolean, own: Readonly<Record<string, KeySpec>>): KeyMap {
  const map = new Map<string, KeySpec>();
  for (const { id, keys } of actions) {
    const spec = own[keyName(id)] ?? (mac ? keys?.mac : keys?.other) ?? '';
    if (spec !== '') map.set(id, normalKeys(spec));
  }
  return map;
}

/** The action that gets the key that this one has: of those that share it, the first in the table. Undefined where it has none. */
export function winnerOf(map: KeyMap, id: string): string | undefined {
  const spec = map.get(id);
  return spec === undefined ? undefined : [...map].find(([, its]) => its === spec)?.[0];
}

/** Actions that share a key with this one; only one of them gets it (`winnerOf`). */
export function clashesOf(map: KeyMap, id: string): readonly string[] {
  const spec = map.get(id);
  return spec === undefined ? [] : [...map].filter(([other, its]) => other !== id && its === spec).map(([other]) => other);
}
