import type { ProcedureMeta } from '#shared/contract/index.ts';

/**
 * Which calls of a procedure are entries of the audit log: `each`; only those that are `denied`; of one that changes nothing itself those
 * that ask for the right to, and denied ones (`handing-out`); or `none`.
 */
export type AuditedCalls = 'each' | 'denied' | 'handing-out' | 'none';

/** What the contract declares of a procedure's calls and the audit log. */
export function auditedCalls({ changes, unaudited, handsOut }: Pick<ProcedureMeta, 'changes' | 'unaudited' | 'handsOut'>): AuditedCalls {
  if (changes) return unaudited === undefined ? 'each' : 'denied';
  return handsOut === undefined ? 'none' : 'handing-out';
}
