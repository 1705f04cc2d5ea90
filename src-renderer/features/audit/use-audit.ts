import type { AuditEntry } from '#shared/contract/index.ts';
import { type Pages, usePages } from '../../components/use-pages.ts';
import type { EngineClient } from '../../rpc/client.ts';
import { type AuditQuery, inputOf } from './query.ts';

/** Entries that are fetched at once: some four screens. */
const PAGE = 200;

/** Some of the log, newest first. */
export interface Found {
  readonly query: AuditQuery;
  readonly entries: readonly AuditEntry[];
  /** The number to go on before; null when there are no older ones. */
  readonly more: number | null;
}

const PAGES: Pages<AuditQuery, Found, Omit<Found, 'query'>> = {
  read: (client, query, before, signal) => pageOf(client, query, before?.more ?? null, signal),
  join: joined,
  hasOlder: ({ more }) => more !== null,
};

/** The entries that a query asks for, a page at a time. */
export function useAudit(query: AuditQuery) {
  return usePages(query, PAGES);
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
  const { query: text, ...filters } = inputOf(query);
  const input = { ...filters, limit: PAGE, ...(before === null ? {} : { before }) };
  return text === undefined ? client.audit.list(input, { signal }) : client.audit.search({ ...input, query: text }, { signal });
}
