import type { Router } from '@orpc/server';
import { RPCHandler as HttpHandler } from '@orpc/server/node';
import { RPCHandler as SocketHandler } from '@orpc/server/websocket';
import type { CallContext } from '../../engine/types.ts';
import { RETRY_AFTER_SECONDS } from './http/refusal.ts';

/** What a door adds to a call: `onCrowded` is told when the caller was refused for having too many streams. */
export interface DoorContext extends CallContext {
  readonly onCrowded?: () => void;
}

/** The contract's router, with everything that its procedures need but who calls. */
// biome-ignore lint/suspicious/noExplicitAny: oRPC's own type for a router of any contract; each procedure is typed where it is made.
export type ContractRouter = Router<any, CallContext>;

/** The contract over HTTP, for the local socket. A 429 carries Retry-After. */
export function httpHandler(router: ContractRouter): HttpHandler<DoorContext> {
  return new HttpHandler<DoorContext>(router, {
    // The root ones: inside of them a refusal is still a thrown error, not yet an answer with a status.
    rootInterceptors: [
      async (options) => {
        const result = await options.next();
        if (result.matched && result.response.status === 429) {
          const headers = { ...result.response.headers, 'retry-after': String(RETRY_AFTER_SECONDS) };
          return { ...result, response: { ...result.response, headers } };
        }
        return result;
      },
    ],
  });
}

/** The contract over a WebSocket, for the page. */
export function socketHandler(router: ContractRouter): SocketHandler<DoorContext> {
  return new SocketHandler<DoorContext>(router, {
    // The root ones: inside of them a refusal is still a thrown error, not yet an answer with a status.
    rootInterceptors: [
      async (options) => {
        const result = await options.next();
        if (result.matched && result.response.status === 429) options.context.onCrowded?.();
        return result;
      },
    ],
  });
}
