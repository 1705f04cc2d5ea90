import type { AUDIT_CALLERS } from '#shared/contract/index.ts';

/** Decisions and results that are chosen from; a code of an error is searched for as a text. */
export const OUTCOMES = ['allowed', 'denied', 'ok', 'failed'] as const;
/** Ages of the earliest entry that is shown, as the engine takes them. */
export const SINCE = ['1h', '24h', '7d', '30d'] as const;

/** What somebody looks for in the audit log; `any` narrows nothing. */
export interface AuditQuery {
  readonly text: string;
  readonly caller: (typeof AUDIT_CALLERS)[number] | 'any';
  readonly outcome: (typeof OUTCOMES)[number] | 'any';
  readonly since: (typeof SINCE)[number] | 'any';
}

export const EVERYTHING: AuditQuery = { text: '', caller: 'any', outcome: 'any', since: 'any' };

/** True when every entry fits. */
export function isEverything({ text, caller, outcome, since }: AuditQuery): boolean {
  return text.trim() === '' && caller === 'any' && outcome === 'any' && since === 'any';
}

/** A query as the procedures of the log take it. */
export function inputOf({ text, caller, outcome, since }: AuditQuery) {
  const wanted = text.trim();
  return {
    ...(wanted === '' ? {} : { query: wanted }),
    ...(caller === 'any' ? {} : { caller }),
    ...(outcome === 'any' ? {} : { result: outcome }),
    ...(since === 'any' ? {} : { since }),
  };
}
