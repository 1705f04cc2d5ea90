import { useSyncExternalStore } from 'react';

// List and inspector both beside the stage would leave a terminal of two columns there.
const QUERY = '(max-width: 719px)';

/** Whether the window has room beside the stage for the list or the inspector, but not for both; so at 200 % on a small screen. */
export function isNarrow(): boolean {
  return window.matchMedia(QUERY).matches;
}

/** The same, for drawing. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow);
}

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(QUERY);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}
