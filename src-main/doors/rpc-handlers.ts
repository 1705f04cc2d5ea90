import { ORPCError, type Router } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as HttpHandler } from '@orpc/server/node';
import { RPCHandler as SocketHandler } from '@orpc/server/websocket';
import { CALL_HEADER, newCallId, readCallId } from '#shared/call-id.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { inCall } from '../engine/calls/index.ts';
import type { CallerLimits } from '../engine/limits/index.ts';
import type { CallContext } from '../engine/types.ts';
import { asWireError, letIn } from '../rpc/index.ts';
import { retryAfter } from './http/refusal.ts';
import type { OpenCalls } from './open-calls.ts';

/** What a door adds to a call: `onRefused` is told when the caller was refused, before it hears of it. */
export interface DoorContext extends CallContext {
  readonly onRefused?: (error: KimiError) => void;
}

/** The contract's router, with everything that its procedures need but who calls. */
// biome-ignore lint/suspicious/noExplicitAny: oRPC's own type for a router of any contract; each procedure is typed where it is made.
export type ContractRouter = Router<any, CallContext>;

/** What every call goes through, whichever door it came by. */
export interface Passage {
  readonly router: ContractRouter;
  readonly calls: OpenCalls;
  readonly limits: CallerLimits;
}

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

/** Tells the door which refusal its caller is about to get. */
async function refusalsTold<T>({ context, next }: { readonly context: DoorContext; next(): Promise<T> }): Promise<T> {
  try {
    return await next();
  } catch (thrown) {
    if (thrown instanceof ORPCError && thrown.code === 'KIMI') context.onRefused?.(KimiError.from(thrown.data));
    throw thrown;
  }
}

/** Refuses calls once the doors are closing: nothing is done, and the next engine may be asked the same. */
function refusedAtTheEnd(calls: OpenCalls) {
  return <T>(options: { next(): Promise<T> }): Promise<T> => {
    if (calls.closed) throw asWireError(new KimiError('ENGINE_ENDING'));
    return options.next();
  };
}

/**
 * The name that a request goes by: the one it brings, when its caller is the person, whose programs begin the trail; a new one
 * for everybody else, because a name that an agent may choose could lead to somebody else's call.
 */
export function callOf(given: string | readonly string[] | undefined, context: CallContext): string {
  const own = context.caller.role === 'owner' ? readCallId(given) : null;
  return own ?? newCallId();
}

/** The contract over HTTP, for the local socket. A 429 carries Retry-After. The door has named the call. */
export function httpHandler({ router, calls, limits }: Passage): HttpHandler<DoorContext> {
  return new HttpHandler<DoorContext>(router, {
    rootInterceptors: [
      counted(calls),
      async (options) => {
        let refusal: KimiError | undefined;
        const context = { ...options.context, onRefused: (error: KimiError) => (refusal = error) };
        const result = await options.next({ ...options, context });
        if (!result.matched || refusal === undefined) return result;
        return { ...result, response: { ...result.response, headers: { ...result.response.headers, ...retryAfter(refusal) } } };
      },
    ],
    interceptors: [refusalsTold, refusedAtTheEnd(calls), letIn(limits)],
  });
}

/** What a call over a connection that carries many goes through. */
function peerOptions({ calls, limits }: Passage) {
  return {
    rootInterceptors: [
      counted(calls),
      <T>({ request, context, next }: NamedCall<T>): Promise<T> => inCall(callOf(request.headers[CALL_HEADER], context), next),
    ],
    interceptors: [refusalsTold, refusedAtTheEnd(calls), letIn(limits)],
  };
}

interface NamedCall<T> {
  readonly request: { readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> };
  readonly context: DoorContext;
  next(): Promise<T>;
}

/** The contract over a WebSocket, for the page. */
export function socketHandler(passage: Passage): SocketHandler<DoorContext> {
  return new SocketHandler<DoorContext>(passage.router, peerOptions(passage));
}

/** The contract over message ports, for the app's own windows. */
export function portHandler(passage: Passage): PortHandler<DoorContext> {
  return new PortHandler<DoorContext>(passage.router, peerOptions(passage));
}
