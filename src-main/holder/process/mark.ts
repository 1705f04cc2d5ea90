/**
 * The variable that every child gets in its environment, with its id. Its descendants inherit it, which is how one is found
 * that left the session and whose parents are gone.
 */
export const CHILD_VARIABLE = 'KIMI_SHELL_CHILD';

const START = `\0${CHILD_VARIABLE}=`;

/** The mark in an environment as systems keep it: `NAME=value`, each ended by a NUL. */
export function markIn(environment: string): string | undefined {
  const start = `\0${environment}`.indexOf(START);
  return start === -1 ? undefined : environment.slice(start + START.length - 1).split('\0', 1)[0];
}
