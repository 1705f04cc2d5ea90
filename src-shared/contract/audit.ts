import { z } from 'zod';
import { CallId } from '../call-id-schema.ts';
import { CALLER_KINDS, procedure, ROLES } from './base.ts';

/** Who is named in the audit log: a kind of caller, or the engine itself. */
export const AUDIT_CALLERS = [...CALLER_KINDS, 'engine'] as const;

/** What `audit verify` finds; each is told apart in docs/audit.md. */
export const AUDIT_VERDICTS = ['intact', 'altered', 'truncated', 'unchained-tail', 'anchor-mismatch'] as const;
export type AuditVerdictName = (typeof AUDIT_VERDICTS)[number];

export const AuditEntry = z.object({
  /** Counts up by one from 1 in a data folder. */
  seq: z.number().int().min(1),
  /** When the call was answered, ms since the epoch. */
  at: z.number().int(),
  caller: z.object({
    kind: z.enum(AUDIT_CALLERS),
    role: z.enum(ROLES),
    /** The session that the caller is inside of. */
    session: z.string().optional(),
    connection: z.string(),
  }),
  procedure: z.string(),
  /** What it was about: ids, names and paths. Never a message's text, never a value that was set. */
  where: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  decision: z.enum(['allowed', 'denied']),
  /** Why it was denied. */
  why: z.string().optional(),
  /** `ok`, or the code of the error. */
  result: z.string(),
  call: CallId.optional(),
  /** Hash of the entry before; 64 zeros for the first. */
  prev: z.string(),
  /** SHA-256 over everything above. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Most entries in one answer; a longer list is asked for in pieces. */
export const MOST_AUDIT_ENTRIES = 1000;

const Time = z.string().min(1).max(40);
const FILTERS = {
  since: Time.optional().describe('from this time on: 2026-11-28, 2026-11-28T14:00Z, or an age such as 90m, 24h, 7d'),
  until: Time.optional().describe('up to this time, written the same way'),
  caller: z.enum(AUDIT_CALLERS).optional().describe('only by this kind of caller'),
  procedure: z.string().min(1).max(100).optional().describe('only this procedure, or a whole domain: session'),
  session: z.string().min(1).max(200).optional().describe('only about, or by, this session: id or name'),
  result: z.string().min(1).max(60).optional().describe('ok, failed, allowed, denied, or the code of an error'),
};
const Query = z.string().min(1).max(200).describe('looked for in names, ids, paths, procedures and results; case does not matter');
const Limit = z.number().int().min(1).max(MOST_AUDIT_ENTRIES).default(100).describe('most entries that are shown');
const Before = z.number().int().min(1).optional().describe('only entries with a smaller number than this');

/** Entries, newest first; `more` is the number to go on before, null at the end. */
const Page = z.object({ entries: z.array(AuditEntry), more: z.number().int().nullable() });

export const audit = {
  list: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'audit list', summary: 'List who changed what, newest first' },
  })
    .input(z.object({ ...FILTERS, limit: Limit, before: Before }))
    .output(Page),

  search: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'audit search', positional: ['query...'], summary: 'Find entries of the audit log by a text in them' },
  })
    .input(
      z.object({
        query: Query,
        ...FILTERS,
        limit: Limit,
        before: Before,
      }),
    )
    .output(Page),

  export: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'audit export', summary: 'Write the audit log as JSON lines, oldest first, with the hashes' },
  })
    .input(
      z.object({
        query: Query.optional(),
        ...FILTERS,
        after: z.number().int().min(0).default(0).describe('only entries with a larger number than this'),
      }),
    )
    /** One piece; `next` is where the next one begins (after), null at the end. */
    .output(z.object({ entries: z.array(AuditEntry), next: z.number().int().nullable() })),

  verify: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'audit verify', summary: 'Check that no entry of the audit log was changed, removed or added from outside' },
  })
    .input(z.object({}))
    .output(
      z.object({
        verdict: z.enum(AUDIT_VERDICTS),
        /** Number of the first entry that does not fit; null when all do. */
        at: z.number().int().nullable(),
        /** Entries that were read and fit. */
        entries: z.number().int(),
      }),
    ),
};
