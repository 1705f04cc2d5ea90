import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CallerLimits } from '../engine/limits/index.ts';
import type { CallContext } from '../engine/types.ts';
import { asWireError } from './errors.ts';

/**
 * What every door puts before the contract (an interceptor of oRPC's handlers): counts the call for its caller until it is answered,
 * and refuses one too many before its input is looked at. An event stream counts as a call until it begins.
 */
export function letIn(limits: Pick<CallerLimits, 'call' | 'of'>) {
  return async <T>({ context, next }: { readonly context: CallContext; next(): Promise<T> }): Promise<T> => {
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
