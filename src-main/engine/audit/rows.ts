import { z } from 'zod';
import { AuditEntry } from '#shared/contract/index.ts';
import type { AuditFacts, AuditFields, AuditRow } from './types.ts';

const Text = z.string();
const Fields = z.tuple([z.number(), Text, Text, Text.nullable(), Text, Text, Text, Text, Text.nullable(), Text, Text.nullable()]);

/** What is recorded, as the text that is kept and hashed. Pure. @param at ms since the epoch */
export function writtenOf({ caller, procedure, where, decision, why, result, call }: AuditFacts, at: number): string {
  return textOf([
    at,
    caller.kind,
    caller.role,
    caller.session ?? null,
    caller.connection,
    procedure,
    JSON.stringify(where),
    decision,
    why ?? null,
    result,
    call ?? null,
  ]);
}

/** Fields as the text that is kept and hashed. */
export function textOf(fields: AuditFields): string {
  return JSON.stringify(fields);
}

/** What an entry's text says; null for one that somebody changed into what is no entry (`verify` names it). */
export function fieldsOf(entry: string): AuditFields | null {
  return Fields.safeParse(parsed(entry)).data ?? null;
}

/** A row as others see it; null for one that is no entry. */
export function entryOf({ seq, entry, prev, hash }: AuditRow): AuditEntry | null {
  const fields = fieldsOf(entry);
  if (fields === null) return null;
  const [at, caller, role, session, connection, procedure, place, decision, why, result, call] = fields;
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
