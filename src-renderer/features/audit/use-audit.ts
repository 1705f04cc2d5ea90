import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';
import { type AuditQuery, inputOf } from './query.ts';

/** Entries that are fetched at once: some four screens. */
const PAGE = 200;
/** What is typed is looked for when the person has paused for so long. ms */
const TYPING_MS = 200;

/** Some of the log, newest first. */
export interface Found {
  readonly query: AuditQuery;
  readonly entries: readonly AuditEntry[];
  /** The number to go on before; null when there are no older ones. */
  readonly more: number | null;
}

export interface AuditState {
  /** Null until the first answer. */
  readonly found: Found | null;
  /** What is being read: the newest entries, or older ones. */
  readonly reading: 'newest' | 'older' | null;
  readonly error: KimiError | null;
}

/** The entries that a query asks for, a page at a time. What is typed next makes a question that is under way void. */
export function useAudit(query: AuditQuery) {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  const [state, setState] = useState<AuditState>({ found: null, reading: null, error: null });
  const under = useRef<AbortController | null>(null);

  /** Reads a page into the place of what is shown, or behind it. */
  const read = useCallback(
    async (before: Found | null) => {
      under.current?.abort();
      const abort = new AbortController();
      under.current = abort;
      setState((now) => ({ ...now, reading: before === null ? 'newest' : 'older', error: null }));
      try {
        const page = await pageOf(services.client, query, before?.more ?? null, abort.signal);
        if (abort.signal.aborted) return;
        setState((now) => ({ found: joined(page, before, now.found, query), reading: null, error: null }));
      } catch (thrown) {
        if (!abort.signal.aborted) setState((now) => ({ ...now, reading: null, error: toKimiError(thrown) }));
      }
    },
    [services, query],
  );

  const shownFor = useRef<AuditQuery | null>(null);
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
    if (found !== null && found.more !== null && found.query === query && reading === null && error === null) void read(found);
  }, [found, reading, error, query, read]);
  return { ...state, open, refresh, older };
}

/** A page behind what came before it, or the newest one in front of what is shown already: looking again takes nothing away. */
function joined(page: Omit<Found, 'query'>, before: Found | null, shown: Found | null, query: AuditQuery): Found {
  if (before !== null) return { query, entries: [...before.entries, ...page.entries], more: page.more };
  const last = page.entries.at(-1)?.seq;
  // With an age in the query what is shown may no longer fit; with a hole between them they do not belong together.
  const meets = shown?.query === query && query.since === 'any' && last !== undefined && shown.entries.some(({ seq }) => seq === last);
  if (!meets) return { query, ...page };
  return { query, entries: [...page.entries, ...shown.entries.filter(({ seq }) => seq < last)], more: shown.more };
}

function pageOf(client: EngineClient, query: AuditQuery, before: number | null, signal: AbortSignal) {
  const { text, ...filters } = inputOf(query);
  const input = { ...filters, limit: PAGE, ...(before === null ? {} : { before }) };
  return text === undefined ? client.audit.list(input, { signal }) : client.audit.search({ ...input, text }, { signal });
}
