import type { NotificationInfo, ShownNotification } from '../../src-shared/contract/index.ts';
import { sessionId } from './session-info.ts';

/** What a test's session `n` tells. */
export function notificationInfo(n: number, change: Partial<NotificationInfo> = {}): NotificationInfo {
  return {
    id: `ntf_00000000000000000000000${String(n).padStart(3, '0')}`,
    session: sessionId(n),
    name: `session ${n}`,
    subject: 'need',
    kind: 'approval',
    since: n,
    held: false,
    shown: false,
    actions: ['open'],
    ...change,
  };
}

/** One of session `n`, as the engine has it shown. */
export function shownNotification(n: number, change: Partial<NotificationInfo> = {}): ShownNotification {
  const info = notificationInfo(n, change);
  return { id: `${info.session}.${info.subject}`, group: false, subject: info.subject, about: [info] };
}

/** Sessions `ns` in one. */
export function shownGroup(...ns: readonly number[]): ShownNotification {
  return { id: 'all.need', group: true, subject: 'need', about: ns.map((n) => notificationInfo(n)) };
}
