import { ORPCError } from '@orpc/server';
import { issueReason, type SchemaIssue } from '#shared/errors/issue-reason.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { asDataFolderError } from '../engine/lock/index.ts';

interface Issue extends SchemaIssue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Any thrown thing as what goes over the wire: the contract's one defined error, `KIMI`, with the status of its code. What
 * is neither a KimiError nor a disk's refusal is a defect of ours and is told as INTERNAL; its stack stays here, in the log.
 */
export function toWireError(thrown: unknown, dataFolder: string): ORPCError<string, unknown> {
  const error = thrown instanceof ORPCError ? fromValidation(thrown) : KimiError.from(asDataFolderError(thrown, dataFolder));
  return asWireError(error);
}

/** An error of the product as the contract's `KIMI` error. */
export function asWireError(error: KimiError): ORPCError<string, unknown> {
  return new ORPCError('KIMI', { defined: true, status: error.status, message: error.code, data: error.toData(), cause: error });
}

/** True for errors that only a defect can cause, which the log must keep with their stack. */
export function isDefect(error: ORPCError<string, unknown>): boolean {
  return error.cause instanceof KimiError && error.cause.code === 'INTERNAL';
}

function fromValidation(error: ORPCError<string, unknown>): KimiError {
  const issues = issuesOf(error.cause) ?? issuesOf(error.data);
  if (error.code !== 'BAD_REQUEST') {
    return new KimiError('INTERNAL', { reason: issues === null ? error.message : `${error.message}: ${listed(issues)}` }, { cause: error });
  }
  const [first] = issues ?? [];
  if (first === undefined) return new KimiError('INVALID_INPUT', { field: '', reason: error.message }, { cause: error });
  return new KimiError('INVALID_INPUT', { field: fieldOf(first), ...issueReason(first) }, { cause: error });
}

function issuesOf(value: unknown): readonly Issue[] | null {
  if (typeof value !== 'object' || value === null || !('issues' in value) || !Array.isArray(value.issues)) return null;
  return value.issues as readonly Issue[];
}

function fieldOf(issue: Issue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

function listed(issues: readonly Issue[]): string {
  return issues.map((issue) => `${fieldOf(issue)}: ${issue.message}`).join('; ');
}
