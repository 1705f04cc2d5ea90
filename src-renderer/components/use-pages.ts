import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../app/services.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';

/** What is typed is looked for when the person has paused for so long. ms */
const TYPING_MS = 200;

export interface PagesState<F> {
  /** Null until the first answer. */
  readonly found: F | null;
  /** What is being read: the newest page, or an older one. */
  readonly reading: 'newest' | 'older' | null;
  readonly error: KimiError | null;
}

/** How pages are read. Its functions must not change from one drawing to the next, or everything is read anew. */
export interface Pages<Q, F, P> {
  /** The newest page, or the one behind `before`. */
  readonly read: (client: EngineClient, query: Q, before: F | null, signal: AbortSignal) => Promise<P>;
  /** A page put to what is shown; `before`: what it was read behind, null for the newest. */
  readonly join: (page: P, before: F | null, shown: F | null, query: Q) => F;
  readonly hasOlder: (found: F) => boolean;
}

/** What a query finds, newest first, a page at a time. What is typed next makes a question that is under way void. */
export function usePages<Q extends { readonly text: string }, F extends { readonly query: Q }, P>(query: Q, pages: Pages<Q, F, P>) {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  const [state, setState] = useState<PagesState<F>>({ found: null, reading: null, error: null });
  const under = useRef<AbortController | null>(null);

  const read = useCallback(
    async (before: F | null) => {
      under.current?.abort();
      const abort = new AbortController();
      under.current = abort;
      setState((now) => ({ ...now, reading: before === null ? 'newest' : 'older', error: null }));
      try {
        const page = await pages.read(services.client, query, before, abort.signal);
        if (abort.signal.aborted) return;
        setState((now) => ({ found: pages.join(page, before, now.found, query), reading: null, error: null }));
      } catch (thrown) {
        if (!abort.signal.aborted) setState((now) => ({ ...now, reading: null, error: toKimiError(thrown) }));
      }
    },
    [services, query, pages],
  );

  const shownFor = useRef<Q | null>(null);
  useEffect(() => {
    if (!open) return;
    // The first look, and what was chosen rather than typed, need no pause.
    const typed = shownFor.current !== null && shownFor.current.text !== query.text;
    shownFor.current = query;
    const timer = setTimeout(() => void read(null), typed ? TYPING_MS : 0);
    return () => {
      clearTimeout(timer);
      under.current?.abort();
    };
  }, [open, query, read]);

  const refresh = useCallback(() => void read(null), [read]);
  const { found, reading, error } = state;
  const older = useCallback(() => {
    if (found !== null && pages.hasOlder(found) && found.query === query && reading === null && error === null) void read(found);
  }, [found, reading, error, query, pages, read]);
  const change: Dispatch<SetStateAction<PagesState<F>>> = setState;
  return { ...state, open, refresh, older, change };
}
