import { useStore } from 'zustand';
import type { KeySpec } from '#shared/key-combination.ts';
import { useServices } from '../app/services.ts';
import type { Action } from './actions.ts';

/** The key that an action has now; null when it has none. */
export function useActionKey({ id }: Pick<Action, 'id'>): KeySpec | null {
  const { keys } = useServices();
  return useStore(keys, (map) => map.get(id) ?? null);
}
