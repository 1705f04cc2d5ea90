import { oc } from '@orpc/contract';
import { z } from 'zod';
import { KimiErrorData } from '../errors/error-data.ts';
import { SessionId } from '../ids.ts';

/** Who is on the other end of a connection. Fixed when the connection is made, never read from a request. */
export const CALLER_KINDS = ['window', 'cli', 'hook', 'mcp', 'agent', 'plugin', 'remote', 'job'] as const;

/** Ordered by what they may do: each role may also do everything of the roles before it. */
export const ROLES = ['agent', 'viewer', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export const Caller = z.object({
  kind: z.enum(CALLER_KINDS),
  /** The session a child belongs to; absent for people's own doors. */
  session: SessionId.optional(),
  /** How many supervised children are between the person and the caller; 0 for a person's own door. */
  depth: z.number().int().min(0),
  role: z.enum(ROLES),
});
export type Caller = z.infer<typeof Caller>;

/** True when a caller of `role` may call a procedure that asks for at least `least`. */
export function roleAllows(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/**
 * How the command line offers a procedure. `positional` names input fields in order (a trailing `...` takes
 * the rest of the line); other fields of the input become options. `internal` procedures have no command, with the reason.
 */
export type CliMeta =
  | { readonly command: string; readonly positional?: readonly string[]; readonly summary: string }
  | { readonly internal: string };

/** Who asks for what, before the input was checked. */
export interface AskedCall {
  readonly caller: Caller;
  /** As it was sent: it need not be what the procedure takes, and defaults are not in it. */
  readonly input: unknown;
}

export interface ProcedureMeta {
  /** Least role that may call it. */
  readonly role: Role;
  /** Whether it changes anything: then each call of it, refused ones too, is an entry of the audit log, unless it is `unaudited`. */
  readonly changes: boolean;
  /**
   * Why a call that changes something is no act that somebody asks the log about. Only who is denied is in the log then. Each one is
   * named in docs/audit.md, and in the test that walks the contract.
   */
  readonly unaudited?: string;
  /**
   * For a procedure that changes nothing itself and hands out the right to: which of its calls are entries all the same, besides those that
   * are denied. Each one is named in docs/audit.md, and in the test that walks the contract.
   */
  readonly handsOut?: (call: AskedCall) => boolean;
  /** True for what is refused while the audit log cannot be written; the rest goes on, and the log says later what it missed. */
  readonly needsAudit?: boolean;
  readonly cli: CliMeta;
}

// oRPC wants an initial meta; `declared` tells a procedure that stated its own from one that did not, and a test fails for the latter.
const UNDECLARED: ProcedureMeta & { readonly declared?: boolean } = {
  role: 'owner',
  changes: false,
  cli: { internal: 'undeclared' },
  declared: false,
};

const base = oc.$meta<ProcedureMeta & { readonly declared?: boolean }>(UNDECLARED).errors({
  /** Every refusal of the product travels in this one shape. */
  KIMI: { data: KimiErrorData },
});

/** Starts a procedure of the contract; everything that a procedure must declare is an argument. */
export function procedure(meta: ProcedureMeta) {
  return base.meta({ ...meta, declared: true });
}
