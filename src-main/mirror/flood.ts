/*
 * When a mirror stands still. A program that floods its terminal shows nothing that anybody could read, and parsing the flood
 * would take a core from the program and from the viewers; so the mirror waits for the end of it, or for a question.
 */

/** More than this within FLOOD_WINDOW_MS is a flood: 8 MiB/s, far above any redraw and a tenth of what a terminal can carry. */
export const FLOOD_BYTES = 2 * 1024 * 1024;
export const FLOOD_WINDOW_MS = 250;
/** A child that wrote nothing for so long has ended its flood. */
export const QUIET_MS = 100;

/** Times are milliseconds of one clock, offsets bytes of the child's output. */
export type FloodState =
  | { readonly kind: 'following'; readonly since: number; readonly bytes: number }
  /** Takes nothing more; `moved` is when the child last wrote. */
  | { readonly kind: 'still'; readonly moved: number }
  /** Reads what has piled up, as fast as it can, up to `target`. */
  | { readonly kind: 'catching-up'; readonly target: number };

/** The state at the start, when `end` bytes are there already. */
export function startFollowing(end: number): FloodState {
  return { kind: 'catching-up', target: end };
}

/** Bytes were taken in and the mirror stands at `at`. */
export function onBytes(state: FloodState, count: number, at: number, now: number): FloodState {
  switch (state.kind) {
    case 'following': {
      if (now - state.since > FLOOD_WINDOW_MS) return { kind: 'following', since: now, bytes: count };
      const bytes = state.bytes + count;
      return bytes > FLOOD_BYTES ? { kind: 'still', moved: now } : { kind: 'following', since: state.since, bytes };
    }
    case 'still':
      return { kind: 'still', moved: now };
    case 'catching-up':
      return at >= state.target ? { kind: 'following', since: now, bytes: 0 } : state;
  }
}

/** The child wrote while the mirror took nothing. */
export function onBehind(state: FloodState, now: number): FloodState {
  return state.kind === 'still' ? { kind: 'still', moved: now } : state;
}

/** Somebody waits for `offset`. */
export function onWanted(state: FloodState, offset: number): FloodState {
  switch (state.kind) {
    case 'following':
      return state;
    case 'still':
      return { kind: 'catching-up', target: offset };
    case 'catching-up':
      return { kind: 'catching-up', target: Math.max(state.target, offset) };
  }
}

/** Looks whether a flood has ended; `end` is the furthest byte known, `at` where the mirror stands. */
export function onQuietCheck(state: FloodState, at: number, end: number, now: number): FloodState {
  if (state.kind !== 'still' || now - state.moved < QUIET_MS) return state;
  return end > at ? { kind: 'catching-up', target: end } : { kind: 'following', since: now, bytes: 0 };
}
