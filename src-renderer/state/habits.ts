import { z } from 'zod';

/** What there is to try in the demo, in its order. */
export const DEMO_STEPS = ['start', 'answer', 'reload'] as const;
export type DemoStep = (typeof DEMO_STEPS)[number];

/** How often and how lately something was chosen: one more for each time, halved every week since `at` (ms). */
export interface Use {
  readonly score: number;
  readonly at: number;
}

/** What windows learn about the person. Of text that was typed only names of groups are in it; the rest is names of ours, and counts. */
export interface Habits {
  /** The first steps were taken, or skipped. */
  readonly welcomed: boolean;
  readonly demo: { readonly done: readonly DemoStep[]; readonly dismissed: boolean };
  /** Of actions, by their ids. */
  readonly uses: Readonly<Record<string, Use>>;
  /** Groups of the list in the person's order, by their keys; those that are not here come after them by name. */
  readonly groups: readonly string[];
}

export const NO_HABITS: Habits = { welcomed: false, demo: { done: [], dismissed: false }, uses: {}, groups: [] };

const Saved = z.object({
  v: z.literal(1),
  welcomed: z.boolean().catch(NO_HABITS.welcomed),
  demo: z.object({ done: z.array(z.enum(DEMO_STEPS)), dismissed: z.boolean() }).catch({ done: [], dismissed: false }),
  uses: z.record(z.string(), z.object({ score: z.number().min(0), at: z.number() })).catch({}),
  groups: z.array(z.string()).catch([]),
});

/** Habits as text for `settings.saveLayout`. */
export function encodeHabits(habits: Habits): string {
  return JSON.stringify({ v: 1, ...habits });
}

/** Reads what encodeHabits wrote. Anything else is no habits, never an error. */
export function decodeHabits(json: string | null): Habits {
  if (json === null) return NO_HABITS;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return NO_HABITS;
  }
  const { data } = Saved.safeParse(value);
  return data === undefined ? NO_HABITS : { welcomed: data.welcomed, demo: data.demo, uses: data.uses, groups: data.groups };
}

const HALF_LIFE_MS = 7 * 24 * 3_600_000;

/** What a use still counts, 0 and up. @param now ms */
export function worthOf(use: Use | undefined, now: number): number {
  // A clock that was set back makes nothing count more.
  return use === undefined ? 0 : use.score * 0.5 ** (Math.max(0, now - use.at) / HALF_LIFE_MS);
}

/** The habits after an action was chosen once more. @param now ms */
export function withUse(habits: Habits, id: string, now: number): Habits {
  return { ...habits, uses: { ...habits.uses, [id]: { score: worthOf(habits.uses[id], now) + 1, at: now } } };
}
