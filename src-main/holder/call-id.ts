import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallId } from '#shared/call-id.ts';

/*
 * Which call this process is working for. Kept beside the code and not handed through it: between a door and the line of a log
 * lie some ten functions that have no other use for it, and one that forgot to hand it on would break the trail unseen.
 */

const working = new AsyncLocalStorage<CallId>();

/** Does something as part of a call; whatever it starts, also later, belongs to it. */
export function inCall<T>(call: CallId, act: () => T): T {
  return working.run(call, act);
}

/** The call that is worked for now; undefined for what nobody asked for. */
export function currentCall(): CallId | undefined {
  return working.getStore();
}

/** A call's name as a field of a message or a log line, or nothing. */
export function callField(): { readonly call?: CallId } {
  const call = currentCall();
  return call === undefined ? {} : { call };
}
