import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LogLine, LogPlace } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { toKimiError } from '../../rpc/client.ts';
import { inputOf, type LogQuery } from './query.ts';

/** Lines that are fetched at once: some eight screens. */
const PAGE = 400;
/** What is typed is looked for when the person has paused for so long. ms */
const TYPING_MS = 200;
/** Most lines that following gathers before it begins again with the newest: some 20 MB of the page's memory. */
const MOST = 20_000;

/** Some of the logs, newest first. */
export interface Found {
  readonly query: LogQuery;
  readonly lines: readonly LogLine[];
  readonly older: LogPlace | null;
  /** Where what is newer begins. */
  readonly end: LogPlace;
}

export interface LogsState {
  /** Null until the first answer. */
  readonly found: Found | null;
  /** What is being read: the newest lines, or older ones. */
  readonly reading: 'newest' | 'older' | null;
  readonly error: KimiError | null;
}

/** The lines that a query asks for, a page at a time, and, while `following`, those that come. */
export function useLogs(query: LogQuery, following: boolean) {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  const [state, setState] = useState<LogsState>({ found: null, reading: null, error: null });
  const under = useRef<AbortController | null>(null);

  /** Reads the newest page, or the one behind what is shown. */
  const read = useCallback(
    async (before: Found | null) => {
      under.current?.abort();
      const abort = new AbortController();
      under.current = abort;
      const { signal } = abort;
      setState((now) => ({ ...now, reading: before === null ? 'newest' : 'older', error: null }));
      try {
        const from = before?.older == null ? {} : { before: before.older };
        const page = await services.client.log.list({ ...inputOf(query), limit: PAGE, ...from }, { signal });
        if (signal.aborted) return;
        const lines = page.lines.toReversed();
        setState(({ found: now }) => {
          // What came meanwhile stays in front.
          const shown = before === null || now === null ? { query, lines, older: page.older, end: page.end } : null;
          const found = shown ?? { ...(now ?? page), query, lines: [...(now?.lines ?? []), ...lines], older: page.older };
          return { found, reading: null, error: null };
        });
      } catch (thrown) {
        if (!signal.aborted) setState((now) => ({ ...now, reading: null, error: toKimiError(thrown) }));
      }
    },
    [services, query],
  );

  const shownFor = useRef<LogQuery | null>(null);
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

  const { found, reading, error } = state;
  // The place goes on with each batch, without the stream being opened anew for it.
  const end = useRef<LogPlace | null>(null);
  end.current = found?.end ?? null;
  const follows = open && following && error === null && reading !== 'newest' && found?.query === query;
  useEffect(() => {
    if (!follows || end.current === null) return;
    const abort = new AbortController();
    const { signal } = abort;
    const follow = async (from: LogPlace) => {
      for await (const { lines, end } of await services.client.log.follow({ ...inputOf(query), from }, { signal })) {
        if (signal.aborted) return;
        setState((now) =>
          now.found === null ? now : { ...now, found: { ...now.found, lines: [...lines.toReversed(), ...now.found.lines], end } },
        );
      }
    };
    follow(end.current).catch((thrown: unknown) => {
      if (!signal.aborted) setState((now) => ({ ...now, error: toKimiError(thrown) }));
    });
    return () => abort.abort();
  }, [follows, services, query]);

  const refresh = useCallback(() => void read(null), [read]);
  const many = following && (found?.lines.length ?? 0) > MOST;
  useEffect(() => {
    if (many) refresh();
  }, [many, refresh]);
  const older = useCallback(() => {
    if (found !== null && found.older !== null && found.query === query && reading === null && error === null) void read(found);
  }, [found, reading, error, query, read]);
  return { ...state, open, refresh, older };
}
