import type { EngineKind } from '#shared/contract/index.ts';

/** What an engine does that finds another one: ends that one and takes its place, leads its person there, or waits for its end. */
export type Verdict = 'take-over' | 'join' | 'stand-by';

/**
 * Who wins when `newcomer` wants a data folder that `owner` has; the table of docs/engine.md. An engine that somebody asked for
 * is never taken away without being told to (`serve --take-over`); one that a command needed makes way for all of those.
 */
export const MEETINGS: Readonly<Record<EngineKind, Readonly<Record<EngineKind, Verdict>>>> = {
  call: { call: 'join', serve: 'join', service: 'join', desktop: 'join' },
  serve: { call: 'take-over', serve: 'join', service: 'join', desktop: 'join' },
  desktop: { call: 'take-over', serve: 'join', service: 'join', desktop: 'join' },
  // A unit that fails is started again and again, and one that ends is not there when it is needed.
  service: { call: 'take-over', serve: 'stand-by', service: 'stand-by', desktop: 'stand-by' },
};

/** The verdict on one meeting. Pure. */
export function meeting(newcomer: EngineKind, owner: EngineKind): Verdict {
  return MEETINGS[newcomer][owner];
}
