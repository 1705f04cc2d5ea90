import { ulid } from 'ulid';
import { WindowId } from '#shared/ids.ts';

const STORAGE_KEY = 'kimi-shell.window-id';

/** This tab's id as a window; a reload keeps it, so that `session switch` finds the same window again. */
export function windowId(storage: Pick<Storage, 'getItem' | 'setItem'>): WindowId {
  const kept = WindowId.safeParse(storage.getItem(STORAGE_KEY));
  if (kept.success) return kept.data;
  const made: WindowId = `win_${ulid()}`;
  storage.setItem(STORAGE_KEY, made);
  return made;
}
