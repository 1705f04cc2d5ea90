import type { CallId } from '#shared/call-id.ts';
import { settingLeaf } from '#shared/contract/setting-names.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { SessionId } from '#shared/ids.ts';
import type { FoundSession, FoundSessions } from '../calls/index.ts';
import { changedSettings } from '../settings/index.ts';
import type { CallContext } from '../types.ts';
import type { AuditFacts } from './types.ts';

/**
 * Fields of inputs that say what a call was about. A field that is not here is not recorded: texts, prompts, values, environments and
 * arguments can hold secrets, and a field that somebody adds tomorrow is left out until somebody thinks about it. In the order in which they are
 * written and shown: what a person called the session first, which a table without room does not cut.
 */
const NAMING = [
  'sessionName',
  'action',
  'agent',
  'as',
  'bytes',
  'cwd',
  'finding',
  'force',
  'group',
  'key',
  'minutes',
  'name',
  'notification',
  'other',
  'path',
  'pid',
  'ref',
  'rights',
  'session',
  'set',
  'stop',
  'terminal',
  'to',
  'where',
  'window',
] as const;

/** Names are short; what is longer was not meant as one, and the log is no place to leave it in. */
const LONGEST = 200;

/** A call that was answered, or refused. */
export interface AnsweredCall {
  /** Dotted. */
  readonly procedure: string;
  readonly context: CallContext;
  /** As it was sent, which need not be what the procedure takes. */
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: KimiError;
  readonly call: CallId | undefined;
  /** The sessions that were looked up. */
  readonly sessions?: FoundSessions;
}

/** What the audit log keeps of a call: who, what, where and how it ended, and nothing that was said in it. Pure. */
export function factsOf({ procedure, context, input, output, error, call, sessions }: AnsweredCall): AuditFacts {
  const { kind, role, session } = context.caller;
  const denied = error !== undefined && (error.status === 401 || error.status === 403);
  return {
    caller: { kind, role, connection: context.connection, ...(session === undefined ? {} : { session }) },
    procedure,
    where: whereOf(input, output, sessions ?? new Map()),
    decision: denied ? 'denied' : 'allowed',
    ...(denied ? { why: whyOf(error) } : {}),
    result: error === undefined ? 'ok' : error.code,
    ...(call === undefined ? {} : { call }),
  };
}

function whyOf({ code, context }: KimiError): string {
  if (code === 'DENIED' && typeof context.need === 'string') return `needs ${context.need}`;
  return typeof context.reason === 'string' ? context.reason.slice(0, LONGEST) : code;
}

function whereOf(input: unknown, output: unknown, sessions: FoundSessions): AuditFacts['where'] {
  const given = asRecord(input);
  const named = plain(given.session);
  const found = foundBy(given.session);
  const described = sessionIn(output);
  // The id where it is known: names change.
  const id = described?.id ?? found?.id;
  const where: Record<string, string | number | boolean> = {};
  for (const name of NAMING) {
    const value = noted(name);
    if (value !== undefined) where[name] = value;
  }
  return where;

  function foundBy(ref: unknown): FoundSession | undefined {
    return typeof ref === 'string' ? sessions.get(ref.trim()) : undefined;
  }

  /** What it was called when it was looked up, before it was renamed or deleted; one that was made now, what that became. */
  function nameThen(): string | number | boolean | undefined {
    const name = plain(found?.name ?? described?.name);
    // A new one that got the name that was asked for has it already.
    return found === undefined && name === given.name ? undefined : name;
  }

  function noted(name: (typeof NAMING)[number]): string | number | boolean | undefined {
    switch (name) {
      case 'key':
        // A key that is no setting's may be anything, a secret in the wrong place for example.
        return typeof given.key === 'string' && settingLeaf(given.key) !== undefined ? given.key : changedIn(given.toml, given.base);
      case 'other':
        return foundBy(given.other)?.id ?? plain(given.other);
      case 'ref':
        return id === undefined || named === id ? undefined : named;
      case 'session':
        return id ?? named;
      case 'sessionName':
        return nameThen();
      default:
        return plain(given[name]);
    }
  }
}

/** Names of the settings that a TOML text changes, or sets where nobody knows what was there before. */
function changedIn(toml: unknown, base: unknown): string | undefined {
  if (typeof toml !== 'string') return undefined;
  const names = changedSettings(toml, typeof base === 'string' ? base : '').filter((name) => settingLeaf(name) !== undefined);
  return names.length === 0 ? undefined : names.join(', ').slice(0, LONGEST);
}

/** The session that an answer describes. */
function sessionIn(output: unknown): { readonly id: string; readonly name: unknown } | undefined {
  for (const described of [asRecord(output), asRecord(asRecord(output).session)]) {
    const id = SessionId.safeParse(described.id).data;
    if (id !== undefined) return { id, name: described.name };
  }
  return undefined;
}

function plain(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return value.slice(0, LONGEST);
  return (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean' ? value : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
