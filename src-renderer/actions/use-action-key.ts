import { useStore } from 'zustand';
import { useServices } from '../app/services.ts';
import type { Action } from './actions.ts';
import type { KeySpec } from './keys.ts';

/** The key that an action has now; null when it has none. */
export function useActionKey({ id }: Pick<Action, 'id'>): KeySpec | null {
  const { keys } = useServices();
  return useStore(keys, (map) => map.get(id) ?? null);
}
