import { KimiError } from '#shared/errors/kimi-error.ts';

/** Whether a terminal that could not be had, or broke, can be had by asking again: its engine or gateway is being replaced. */
export function comesBack(error: unknown): error is KimiError {
  // A ticket of the engine before is as good as an expired one.
  return error instanceof KimiError && (error.toData().retryable || error.code === 'TICKET_INVALID');
}
