import type { KimiError } from '#shared/errors/kimi-error.ts';

/** What scripts can tell from how a command ended. Stable. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, denied: 4, unreachable: 5, timedOut: 124, brokenOff: 130 } as const;
export type ExitCode = number;

/** The exit code that goes with an error. */
export function exitCodeOf(error: KimiError): ExitCode {
  if (error.code === 'ENGINE_UNREACHABLE' || error.code === 'ENGINE_START_FAILED') return EXIT.unreachable;
  switch (error.status) {
    case 400:
      return EXIT.usage;
    case 401:
    case 403:
      return EXIT.denied;
    case 404:
      return EXIT.notFound;
    case 504:
      return EXIT.timedOut;
    default:
      return EXIT.failed;
  }
}
