import type { DoNotDisturb, ShownNotification } from '#shared/contract/index.ts';
import { type Bus, type EventLog, NOTIFICATION_EVENTS } from '../bus/index.ts';

/**
 * Tells what the last engine could not tell any more, or what went on while none ran: each notification that is before the person
 * and was not told so, and each that was and is not any more. Pages that go on from an event then show what is true.
 */
export function tellUntoldNotifications(
  log: Pick<EventLog, 'lastTold'>,
  bus: Pick<Bus, 'publish'>,
  shown: readonly ShownNotification[],
  doNotDisturb: DoNotDisturb,
): void {
  const told = log.lastTold(NOTIFICATION_EVENTS);
  for (const notification of shown) {
    const last = told.get(`${NOTIFICATION_EVENTS}${notification.id}`);
    const same = last?.type === 'notification.shown' && sameIds(last.notification, notification);
    if (!same) bus.publish({ type: 'notification.shown', notification, alert: notification.about.some((one) => !one.shown) });
  }
  const there = new Set(shown.map(({ id }) => id));
  let quiet: DoNotDisturb = { on: false, until: null };
  for (const last of told.values()) {
    if (last.type === 'notification.shown' && !there.has(last.notification.id)) {
      bus.publish({ type: 'notification.removed', id: last.notification.id });
    }
    if (last.type === 'doNotDisturb.changed') quiet = last.doNotDisturb;
  }
  if (quiet.on !== doNotDisturb.on || quiet.until !== doNotDisturb.until) bus.publish({ type: 'doNotDisturb.changed', doNotDisturb });
}

function sameIds(one: ShownNotification, other: ShownNotification): boolean {
  return one.about.map(({ id }) => id).join() === other.about.map(({ id }) => id).join();
}
