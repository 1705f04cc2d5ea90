import { type ClientContext, type ClientLink, createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { CALL_HEADER, newCallId } from '#shared/call-id.ts';
import type { Contract } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** The engine's contract, callable. */
export type EngineClient = ContractRouterClient<Contract>;

/** What a link needs besides what carries it. */
export interface LinkOptions {
  readonly headers: () => Record<string, string>;
}

/** A client over a link, each of its calls with a name of its own. It dies with what carries the link. */
export function clientOver(link: (options: LinkOptions) => ClientLink<ClientContext>): EngineClient {
  return createORPCClient(link({ headers: () => ({ [CALL_HEADER]: newCallId() }) }));
}

/** The client while no engine is reached: each call rejects with ENGINE_UNREACHABLE. */
export const UNREACHABLE_CLIENT: EngineClient = createORPCClient({ call: () => Promise.reject(new KimiError('ENGINE_UNREACHABLE')) });

/** Whatever a call threw, as an error of the product that the catalogue has words for. */
export function toKimiError(thrown: unknown): KimiError {
  if (thrown instanceof KimiError) return thrown;
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'KIMI') return KimiError.from(thrown.data);
    if (thrown.code === 'BAD_REQUEST') return new KimiError('INVALID_INPUT', { reason: inputProblem(thrown.data) ?? thrown.message });
    return new KimiError('INTERNAL', { reason: thrown.message });
  }
  // A socket that closed under a call rejects with the peer's own error type.
  if (thrown instanceof Error && /closed|not open|abort/i.test(`${thrown.name} ${thrown.message}`)) {
    return new KimiError('ENGINE_UNREACHABLE', {}, { cause: thrown });
  }
  return KimiError.from(thrown);
}

function inputProblem(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return null;
  const first: unknown = data.issues[0];
  return typeof first === 'object' && first !== null && 'message' in first ? String(first.message) : null;
}
