import { KimiError } from '#shared/errors/kimi-error.ts';

/** How long a terminal waits for an engine that went away; an update or a crash takes seconds. */
export const WAIT_FOR_ENGINE_MS = 10 * 60_000;
/** An engine that makes way is followed by the next within a second or two: nothing that a person has to be told. */
export const TELL_AFTER_MS = 2_500;

/** Whether a terminal that could not be had, or broke, can be had by asking again: its engine or gateway is being replaced. */
export function comesBack(error: unknown): error is KimiError {
  // A ticket of the engine before is as good as an expired one.
  return error instanceof KimiError && (error.toData().retryable || error.code === 'TICKET_INVALID');
}
