import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { Agent } from 'undici';
import type { Contract } from '#shared/contract/index.ts';

/** The engine's contract, callable from another process. */
export type LocalClient = ContractRouterClient<Contract>;

export interface LocalConnection {
  readonly client: LocalClient;
  /** `broken`: what is under way on it is of no use any more and is not waited for. */
  close(broken?: boolean): Promise<void>;
}

/**
 * The contract over the engine's local socket (local-door.ts); the first call connects. Time limits are the procedures' own: a message may
 * wait ten minutes for its confirmation.
 */
export function connectLocally(at: {
  readonly socket: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
}): LocalConnection {
  const dispatcher = new Agent({ connect: { socketPath: at.socket }, headersTimeout: 0, bodyTimeout: 0 });
  const link = new RPCLink({
    url: 'http://localhost/rpc',
    headers: { ...at.headers, authorization: `Bearer ${at.token}` },
    fetch: (request, init) => fetch(request, { ...init, dispatcher } as RequestInit),
  });
  return { client: createORPCClient(link), close: (broken = false) => (broken ? dispatcher.destroy() : dispatcher.close()) };
}
