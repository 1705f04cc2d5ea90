import type { ErrorContext } from './kimi-error.ts';

/** What a schema found wrong with a value, as zod has it; loose, because it also comes back through libraries that keep less. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly message: string;
  /** What kind of value it is: string, number, array. */
  readonly origin?: string;
  readonly expected?: string;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly divisor?: number | bigint;
  readonly values?: readonly unknown[];
  /** What a check of our own adds for the text. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** The issue as `reason` and values that the catalogue has texts for; an issue of an uncommon kind keeps its own words. Pure. */
export function issueReason(issue: SchemaIssue): ErrorContext {
  switch (issue.code) {
    case 'too_big':
      return { reason: issue.origin === 'string' ? 'too long' : 'too large', limit: Number(issue.maximum) };
    case 'too_small':
      if (issue.origin !== 'string') return { reason: 'too small', limit: Number(issue.minimum) };
      return Number(issue.minimum) === 1 ? { reason: 'it is empty' } : { reason: 'too short', limit: Number(issue.minimum) };
    case 'not_multiple_of':
      return { reason: 'a multiple is expected', step: Number(issue.divisor) };
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return { reason: 'it is missing' };
      if (issue.expected === 'number') return { reason: 'a number is expected' };
      if (issue.expected === 'int') return { reason: 'a whole number is expected' };
      return { reason: 'of another kind', expected: issue.expected ?? '' };
    case 'invalid_value':
      return { reason: 'one of these is expected', allowed: (issue.values ?? []).map(String) };
    case 'invalid_format':
    case 'invalid_key':
      // A schema that says something of its own says it better.
      return { reason: issue.message.startsWith('Invalid ') ? 'it is malformed' : issue.message };
    case 'custom':
      return { reason: issue.message, ...plain(issue.params) };
    default:
      return { reason: issue.message };
  }
}

function plain(params: SchemaIssue['params']): ErrorContext {
  return Object.fromEntries(
    Object.entries(params ?? {}).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  ) as ErrorContext;
}
