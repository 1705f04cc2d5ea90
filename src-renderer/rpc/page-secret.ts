import type { RefusalReason } from './reconnect.ts';

const STORAGE_KEY = 'kimi-shell.secret';
/** An engine that has not answered by then is stuck. Long, because a code that was traded and not heard of is spent. */
const TRADE_MS = 30_000;

/** What the page may show the engine, or why it has nothing to show. */
export type PageSecret =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly reason: RefusalReason }
  /** The engine could not be asked; the code is still unused and kept for the next try. */
  | { readonly ok: false; readonly reason: 'unreachable' };

/** The parts of the browser that are touched here. */
export interface SecretPlaces {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly fetch: typeof fetch;
}

/** The single-use code of a link like `http://127.0.0.1:1234/#code=…`, null without one. */
export function codeOf(hash: string): string | null {
  const code = new URLSearchParams(hash.replace(/^#/, '')).get('code');
  return code === null || code === '' ? null : code;
}

/** Whether there is anything that the engine may be shown: a link's code, or what this tab was given before. */
export function mayShow({ location, storage }: Pick<SecretPlaces, 'location' | 'storage'>): boolean {
  return codeOf(location.hash) !== null || storage.getItem(STORAGE_KEY) !== null;
}

/**
 * Gets the page's secret: trades the link's code when there is one, else takes what this tab was given before. The code
 * leaves the address bar as soon as it is spent, so that it is in no bookmark and no screenshot.
 */
export async function obtainSecret(places: SecretPlaces): Promise<PageSecret> {
  const code = codeOf(places.location.hash);
  const kept = places.storage.getItem(STORAGE_KEY);
  if (code === null) return kept === null ? { ok: false, reason: 'no-link' } : { ok: true, secret: kept };

  let response: Response;
  try {
    response = await places.fetch('/api/trade', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(TRADE_MS),
    });
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
  const body = await jsonOf(response);
  if (response.ok && isRecord(body) && typeof body.secret === 'string') {
    places.storage.setItem(STORAGE_KEY, body.secret);
    forgetHash(places);
    return { ok: true, secret: body.secret };
  }
  if (response.status >= 500) return { ok: false, reason: 'unreachable' };
  forgetHash(places);
  // A page reloaded from a link that was spent by itself still has its secret.
  if (kept !== null) return { ok: true, secret: kept };
  return { ok: false, reason: errorCode(body) === 'LINK_CODE_USED' ? 'link-used' : 'link-wrong' };
}

/** Forgets a secret that the engine refused. */
export function forgetSecret(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(STORAGE_KEY);
}

function forgetHash(places: SecretPlaces): void {
  places.history.replaceState(null, '', places.location.pathname + places.location.search);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

// The refusal may come bare or wrapped as `{ error: … }`.
function errorCode(body: unknown): unknown {
  if (!isRecord(body)) return undefined;
  return isRecord(body.error) ? body.error.code : body.code;
}

/** The answer's JSON; null when it is none, as from a proxy in between: then the status alone counts. */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
