import type { NotificationKind, SessionInfo } from '#shared/contract/index.ts';
import type { News } from './types.ts';

/**
 * What a session's state wants the person to know; null while there is nothing. The one place that decides which states are worth
 * a notification. Pure.
 */
export function newsOf(session: SessionInfo): News | null {
  const kind = kindOf(session);
  if (kind === null) return null;
  const { name, since, detail, said } = session.stateInfo;
  const subject = isNeed(kind) ? 'need' : 'outcome';
  // A need stays one until the agent goes on; an end is known once it was looked at, which any window may report.
  return { subject, kind, occurrence: `${name}@${since}`, since, detail, said, known: subject === 'outcome' && !session.unseen };
}

/** Kinds that go on only with the person. */
function isNeed(kind: NotificationKind): boolean {
  return kind === 'approval' || kind === 'question' || kind === 'waiting' || kind === 'trust';
}

function kindOf({ state, stateInfo, terminals, lifecycle }: SessionInfo): NotificationKind | null {
  if (lifecycle === 'archived') return null;
  const [terminal] = terminals;
  const gone = terminal?.lostHolder !== undefined;
  switch (state) {
    case 'waiting':
      return stateInfo.asks ?? 'waiting';
    case 'trust':
      return 'trust';
    case 'finished':
      return 'finished';
    case 'failed':
      // A turn that failed leaves a program that runs and can be told to go on; a program that broke down does not.
      return gone || terminal?.exit !== undefined ? 'died' : 'failed';
    case 'exited':
      return gone ? 'died' : 'ended';
    case 'starting':
    case 'idle':
    case 'working':
      return null;
  }
}
