import type { SessionInfo } from '#shared/contract/index.ts';

/** Sessions in the order they were last looked at; the one on show comes second, because going there is going nowhere. */
export function byRecency(sessions: readonly SessionInfo[], recent: readonly string[]): readonly SessionInfo[] {
  const rank = (session: SessionInfo) => {
    const at = recent.indexOf(session.id);
    return at === -1 ? recent.length : at;
  };
  const sorted = [...sessions].sort((a, b) => rank(a) - rank(b) || b.updatedAt - a.updatedAt);
  const [first, second, ...rest] = sorted;
  if (first === undefined || second === undefined || first.id !== recent[0]) return sorted;
  return [second, first, ...rest];
}
