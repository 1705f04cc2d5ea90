import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CallerLimits } from '../engine/limits/index.ts';
import type { CallContext } from '../engine/types.ts';
import { asWireError } from './errors.ts';

/** Calls that end this engine: a loop in a script of the person's own must not keep the person, or the next engine, from that. */
const ENDS = ['/system/handOver', '/system/shutdown'];

/**
 * What every door puts before the contract (an interceptor of oRPC's handlers): counts the call for its caller until it is answered,
 * and refuses one too many before its input is looked at. An event stream counts as a call until it begins.
 * The owner's wish that this engine ends is always heard.
 */
export function letIn(limits: Pick<CallerLimits, 'call' | 'of'>) {
  return async <T>({
    context,
    request,
    next,
  }: {
    readonly context: CallContext;
    readonly request: { readonly url: URL };
    next(): Promise<T>;
  }): Promise<T> => {
    if (context.caller.role === 'owner' && ENDS.some((path) => request.url.pathname.endsWith(path))) return await next();
    let release: () => void;
    try {
      release = limits.call(context);
    } catch (thrown) {
      const { refusedAfterMs } = limits.of(context);
      if (refusedAfterMs > 0) await delay(refusedAfterMs);
      throw asWireError(KimiError.from(thrown));
    }
    try {
      return await next();
    } finally {
      release();
    }
  };
}
