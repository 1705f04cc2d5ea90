import type { AuditEntry } from '#shared/contract/index.ts';
import { whenOf } from '#shared/when.ts';
import type { Seal } from './types.ts';

/** What somebody looks for. Times as a person writes them. */
export interface AuditFilter {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly caller?: string | undefined;
  /** A procedure, or the domain before its dot. */
  readonly procedure?: string | undefined;
  /** Ids and names; an entry that names one of them, as what it was about or as its caller's, is wanted. */
  readonly sessions?: readonly string[] | undefined;
  /** `ok`, `failed`, `allowed`, `denied` or a code. */
  readonly result?: string | undefined;
  /** A text that is looked for in everything that an entry names. */
  readonly query?: string | undefined;
}

/** A filter that can be asked. */
export interface Wanted {
  /** Whether a sealed file may have any. */
  readonly seal: (seal: Seal) => boolean;
  readonly entry: (entry: AuditEntry) => boolean;
}

/** @param now ms since the epoch @throws KimiError INVALID_INPUT when a time is none */
export function wantedBy({ since, until, caller, procedure, sessions, result, query }: AuditFilter, now: number): Wanted {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : whenOf(since, 'since', now);
  const to = until === undefined ? Number.POSITIVE_INFINITY : whenOf(until, 'until', now);
  const words = query?.toLowerCase();
  return {
    seal: (seal) => seal.to >= from && seal.from <= to,
    entry: (entry) =>
      entry.at >= from &&
      entry.at <= to &&
      (caller === undefined || entry.caller.kind === caller) &&
      (procedure === undefined || entry.procedure === procedure || entry.procedure.startsWith(`${procedure}.`)) &&
      (sessions === undefined || [entry.caller.session, ...SESSION_FIELDS.map((name) => entry.where[name])].some(among(sessions))) &&
      (result === undefined || resultIs(entry, result)) &&
      (words === undefined || searchable(entry).includes(words)),
  };
}

/** Where a session is named in what an entry was about. */
const SESSION_FIELDS = ['session', 'sessionName', 'ref', 'other'];

function among(sessions: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && sessions.includes(value);
}

function resultIs({ decision, result }: AuditEntry, wanted: string): boolean {
  if (wanted === 'failed') return result !== 'ok';
  return wanted === 'allowed' || wanted === 'denied' ? decision === wanted : result === wanted;
}

function searchable({ caller, procedure, where, why, result, call }: AuditEntry): string {
  return [caller.kind, caller.session, caller.connection, procedure, ...Object.values(where), why, result, call].join('\n').toLowerCase();
}
