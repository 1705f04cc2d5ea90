import type { SessionState } from '#shared/contract/index.ts';

/** Whether two states say the same to a person; a fresh time on the same evidence is no news. */
export function sameState(one: SessionState, other: SessionState): boolean {
  return (
    one.name === other.name &&
    one.detail === other.detail &&
    one.since === other.since &&
    one.asks === other.asks &&
    one.evidence.length === other.evidence.length &&
    one.evidence.every((item, i) => item.source === other.evidence[i]?.source && item.says === other.evidence[i]?.says)
  );
}
