import { useEffect, useRef } from 'react';
import type { LogLine, LogPlace } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { type Pages, usePages } from '../../components/use-pages.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';
import { inputOf, type LogQuery } from './query.ts';

/** Lines that are fetched at once: some eight screens. */
const PAGE = 400;
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

type Page = Awaited<ReturnType<EngineClient['log']['list']>>;

const PAGES: Pages<LogQuery, Found, Page> = {
  read: (client, query, before, signal) =>
    client.log.list({ ...inputOf(query), limit: PAGE, ...(before?.older == null ? {} : { before: before.older }) }, { signal }),
  join(page, before, shown, query) {
    const lines = page.lines.toReversed();
    if (before === null || shown === null) return { query, lines, older: page.older, end: page.end };
    // What came meanwhile stays in front.
    return { ...shown, query, lines: [...shown.lines, ...lines], older: page.older };
  },
  hasOlder: ({ older }) => older !== null,
};

/** The lines that a query asks for, a page at a time, and, while `following`, those that come. */
export function useLogs(query: LogQuery, following: boolean) {
  const services = useServices();
  const { change, ...pages } = usePages(query, PAGES);
  const { found, reading, error, open, refresh } = pages;
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
        change((now) =>
          now.found === null ? now : { ...now, found: { ...now.found, lines: [...lines.toReversed(), ...now.found.lines], end } },
        );
      }
    };
    follow(end.current).catch((thrown: unknown) => {
      if (!signal.aborted) change((now) => ({ ...now, error: toKimiError(thrown) }));
    });
    return () => abort.abort();
  }, [follows, services, query, change]);

  const many = following && (found?.lines.length ?? 0) > MOST;
  useEffect(() => {
    if (many) refresh();
  }, [many, refresh]);
  return pages;
}
