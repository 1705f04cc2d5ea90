import type { Router } from '@orpc/server';
import { RPCHandler as HttpHandler } from '@orpc/server/node';
import { RPCHandler as SocketHandler } from '@orpc/server/websocket';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CallContext } from '../../engine/types.ts';
import { asWireError } from '../../rpc/index.ts';
import { RETRY_AFTER_SECONDS } from './http/refusal.ts';
import type { OpenCalls } from './open-calls.ts';

/** What a door adds to a call: `onCrowded` is told when the caller was refused for having too many streams. */
export interface DoorContext extends CallContext {
  readonly onCrowded?: () => void;
}

/** The contract's router, with everything that its procedures need but who calls. */
// biome-ignore lint/suspicious/noExplicitAny: oRPC's own type for a router of any contract; each procedure is typed where it is made.
export type ContractRouter = Router<any, CallContext>;

/** Counts a call until its answer was made. What sends it does so in the same turn, so one turn later it is out. */
function counted(calls: OpenCalls) {
  return async <T>(options: { next(): Promise<T> }): Promise<T> => {
    const answered = calls.begin();
    try {
      return await options.next();
    } finally {
      setImmediate(answered);
    }
  };
}

/** Refuses calls once the doors are closing: nothing is done, and the next engine may be asked the same. */
function refusedAtTheEnd(calls: OpenCalls) {
  return <T>(options: { next(): Promise<T> }): Promise<T> => {
    if (calls.closed) throw asWireError(new KimiError('ENGINE_ENDING'));
    return options.next();
  };
}

// Both use the root interceptors: inside of them a refusal is still a thrown error, not yet an answer with a status.

/** The contract over HTTP, for the local socket. A 429 carries Retry-After. */
export function httpHandler(router: ContractRouter, calls: OpenCalls): HttpHandler<DoorContext> {
  return new HttpHandler<DoorContext>(router, {
    interceptors: [refusedAtTheEnd(calls)],
    rootInterceptors: [
      counted(calls),
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
export function socketHandler(router: ContractRouter, calls: OpenCalls): SocketHandler<DoorContext> {
  return new SocketHandler<DoorContext>(router, {
    interceptors: [refusedAtTheEnd(calls)],
    rootInterceptors: [
      counted(calls),
      async (options) => {
        const result = await options.next();
        if (result.matched && result.response.status === 429) options.context.onCrowded?.();
        return result;
      },
    ],
  });
}
