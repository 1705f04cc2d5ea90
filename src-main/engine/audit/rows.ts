import { AuditEntry } from '#shared/contract/index.ts';
import type { AuditDraft, AuditFacts, AuditRow } from './types.ts';

/** What is recorded, as columns. Pure. @param at ms since the epoch */
export function draftOf({ caller, procedure, where, decision, why, result, call }: AuditFacts, at: number): AuditDraft {
  return {
    at,
    caller: caller.kind,
    role: caller.role,
    session: caller.session ?? null,
    connection: caller.connection,
    procedure,
    // With the keys in order: one text for one content.
    place: JSON.stringify(where, Object.keys(where).toSorted()),
    decision,
    why: why ?? null,
    result,
    call: call ?? null,
  };
}

/**
 * A row as others see it; null for one that somebody changed into what is no entry (`verify` names it).
 */
export function entryOf({ seq, at, caller, role, session, connection, procedure, place, ...rest }: AuditRow): AuditEntry | null {
  const { decision, why, result, call, prev, hash } = rest;
  const given = {
    seq,
    at,
    caller: { kind: caller, role, connection, ...(session === null ? {} : { session }) },
    procedure,
    where: parsed(place),
    decision,
    ...(why === null ? {} : { why }),
    result,
    ...(call === null ? {} : { call }),
    prev,
    hash,
  };
  return AuditEntry.safeParse(given).data ?? null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not ours: the schema refuses the whole.
    return null;
  }
}
