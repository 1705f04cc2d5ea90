import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Bus, EventLog } from '../bus/index.ts';

/**
 * Tells what the last engine wrote down and could not tell any more, because it died in between: every session that is not as
 * it was told last, and every one that is gone without a word. Readers that go on from an event then know what is true.
 */
export function tellUntold(log: Pick<EventLog, 'lastTold'>, bus: Pick<Bus, 'publish'>, sessions: readonly SessionInfo[]): void {
  const told = log.lastTold();
  const there = new Set<string>();
  for (const session of sessions) {
    there.add(session.id);
    const last = told.get(session.id);
    const same = last?.type === 'session.changed' && JSON.stringify(last.session) === JSON.stringify(session);
    if (!same) bus.publish({ type: 'session.changed', session });
  }
  for (const [id, last] of told) {
    if (last.type === 'session.changed' && !there.has(id)) bus.publish({ type: 'session.removed', id: id as SessionId });
  }
}
