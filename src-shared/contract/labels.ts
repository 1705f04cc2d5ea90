import { z } from 'zod';

/** Control characters would break terminals and tables, so they are refused, not replaced. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(
      /^[^\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u,
      'control or direction-changing characters are not allowed in a name',
    );

/** What a person calls a session. */
export const SessionName = line(100);

/** A word or a few that sessions are found by. */
export const Tag = line(32);
/** Tags of one session: more than a dozen are no longer read. */
export const MOST_TAGS = 12;

/** A group of sessions is its name: it is there as long as a session is in it. */
export const GroupName = line(60);

/** True when two tags are the same to a person; how they are written first is kept. */
export function sameTag(one: string, other: string): boolean {
  return one.normalize().toLowerCase() === other.normalize().toLowerCase();
}
