import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * Which sessions a call was about, by the names that were typed. Kept beside the code for the same reason as the call's own name: each
 * domain looks sessions up by itself, and the audit log wants their ids and names, also of what is renamed or gone when the call is answered.
 */

/** A session as it was when it was looked up. */
export interface FoundSession {
  readonly id: string;
  readonly name: string;
}

/** Sessions by what they were asked for with, without blanks around it. */
export type FoundSessions = Map<string, FoundSession>;

const noting = new AsyncLocalStorage<FoundSessions>();

/** Does something and puts the sessions that are looked up meanwhile into `found`. */
export function notingSessions<T>(found: FoundSessions, act: () => T): T {
  return noting.run(found, act);
}

/** Says which session was meant by `ref`; nothing outside of a call. */
export function noteSession(ref: string, { id, name }: FoundSession): void {
  noting.getStore()?.set(ref.trim(), { id, name });
}
