/** Least and greatest version of the holder's protocol that this build speaks. */
export const PROTOCOL_VERSIONS: readonly [number, number] = [1, 2];

/** The version that brought input leases; a client of an older holder writes without them. */
export const LEASES_SINCE = 2;

/**
 * The greatest version that both sides speak, or null. Versions are agreed on inside one socket, because a version in the
 * socket's name strands the children of every older holder.
 */
export function negotiate(ours: readonly [number, number], theirs: readonly [number, number]): number | null {
  const version = Math.min(ours[1], theirs[1]);
  return version >= Math.max(ours[0], theirs[0]) ? version : null;
}
