import { createStore } from 'zustand/vanilla';
import type { SessionId } from '#shared/ids.ts';

export interface SessionListState {
  /** What the list is narrowed down to; null while its field is closed. */
  readonly search: string | null;
  /** Groups of which only the heading is shown, by their key. */
  readonly folded: ReadonlySet<string>;
  /** Sessions that were chosen to do something with all of them. */
  readonly chosen: ReadonlySet<SessionId>;
  setSearch(search: string | null): void;
  fold(group: string): void;
  choose(sessions: Iterable<SessionId>): void;
}

export type SessionListStore = ReturnType<typeof createSessionListStore>;

/** How the person looks at the session list; kept while another place is on show. */
export function createSessionListStore() {
  return createStore<SessionListState>((set, get) => ({
    search: null,
    folded: new Set(),
    chosen: new Set(),
    setSearch: (search) => set({ search }),
    fold: (group) => {
      const folded = new Set(get().folded);
      if (!folded.delete(group)) folded.add(group);
      set({ folded });
    },
    choose: (sessions) => set({ chosen: new Set(sessions) }),
  }));
}
