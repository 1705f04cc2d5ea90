import type { TextKey, TextValues } from './text-key.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How old something is, as a key and its value: seconds only under a minute, then one unit. */
export function ageText(since: number, now: number): { readonly key: TextKey; readonly values: TextValues } {
  const age = Math.max(0, now - since);
  if (age < MINUTE) return { key: 'window.age.seconds', values: { value: Math.floor(age / SECOND) } };
  if (age < HOUR) return { key: 'window.age.minutes', values: { value: Math.floor(age / MINUTE) } };
  if (age < DAY) return { key: 'window.age.hours', values: { value: Math.floor(age / HOUR) } };
  return { key: 'window.age.days', values: { value: Math.floor(age / DAY) } };
}

/**
 * Milliseconds until the next tick: a second while something is younger than a minute, else the rest of the minute, so
 * that one timer serves every age on the screen. Null when nothing is shown.
 */
export function nextTick(now: number, sinces: Iterable<number>): number | null {
  let any = false;
  for (const since of sinces) {
    any = true;
    if (now - since < MINUTE) return SECOND;
  }
  return any ? MINUTE - (now % MINUTE) : null;
}
