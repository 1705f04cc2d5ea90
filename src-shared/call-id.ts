/** Header, or metadata of a message, in which a caller names its call. */
export const CALL_HEADER = 'x-kimi-call';

/** Name of one call, from its first hop to the last. Short and plain, because it stands in every line of the logs that it caused. */
export type CallId = string;

/** What a name looks like. */
export const CALL_ID = /^cal_[A-Za-z0-9_-]{4,40}$/;

/** A fresh name: 80 random bits, so that two calls of a machine's life never share one. */
export function newCallId(): CallId {
  return `cal_${Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The name that was given, when it is one; anything else (absent, too long, with a line break in it) is null. */
export function readCallId(given: unknown): CallId | null {
  return typeof given === 'string' && CALL_ID.test(given) ? given : null;
}
