/** In the order in which texts are compared. ULIDs are written with some of them. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MIDDLE = 'I';

/**
 * The rank of a session that nobody has moved: its id, so that sessions are in the order of their making. It does not end in 0,
 * as no rank does, because there would be nothing between a rank and the same one with a 0 at its end.
 */
export function firstRank(id: string): string {
  return `${id.slice(id.indexOf('_') + 1)}${MIDDLE}`;
}

/** A rank between two, null for no bound below; it grows by a digit for every five that come between the same two. Pure. */
export function rankBetween(below: string | null, above: string): string {
  return between(below ?? '', above);
}

/** A rank after the last one: that of a session made now (`newest`), which those made later come after. */
export function rankAfter(last: string, newest: string): string {
  return newest > last ? newest : `${last}${MIDDLE}`;
}

function between(below: string, above: string | null): string {
  if (above !== null) {
    let same = 0;
    while (same < above.length && (below[same] ?? '0') === above[same]) same += 1;
    if (same > 0) return above.slice(0, same) + between(below.slice(same), above.slice(same));
  }
  const low = below === '' ? 0 : DIGITS.indexOf(below.charAt(0));
  const high = above === null ? DIGITS.length : DIGITS.indexOf(above.charAt(0));
  if (high - low > 1) return DIGITS.charAt(Math.round((low + high) / 2));
  if (above !== null && above.length > 1) return above.charAt(0);
  return DIGITS.charAt(low) + between(below.slice(1), null);
}
