import { monotonicFactory } from 'ulid';
import type { Bus, EventLog } from './bus/index.ts';
import type { Cleanup } from './cleanup.ts';
import {
  eventChannel,
  type NotificationChannel,
  NotificationRepository,
  NotificationService,
  notificationActions,
  tellUntoldNotifications,
} from './notifications/index.ts';
import type { SessionService } from './sessions/index.ts';
import type { Store } from './store/index.ts';
import type { Logger } from './types.ts';
import type { Windows } from './windows/index.ts';

export interface NotificationParts {
  readonly store: Store;
  readonly sessions: SessionService;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly windows: Windows;
  /** Nobody is at the machine: it sleeps, or its screen is locked. */
  readonly away: () => boolean;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Puts the notification domain together and lets it hear what happens. */
export async function openNotifications(parts: NotificationParts, cleanup: Cleanup): Promise<NotificationService> {
  const { store, sessions, log, bus, windows, away, logger, now } = parts;
  // Every way to tell a person; others join here.
  const channels: readonly NotificationChannel[] = [eventChannel(bus)];
  const newId = monotonicFactory();
  const notifications = new NotificationService({
    repository: new NotificationRepository(store),
    channels,
    actions: notificationActions({ sessions }),
    looksAt: (session) => !away() && windows.looksAt(session),
    onQuiet: (doNotDisturb) => bus.publish({ type: 'doNotDisturb.changed', doNotDisturb }),
    newId: () => `ntf_${newId()}`,
    logger,
    now,
  });
  cleanup.add('notifications', () => notifications.close());
  await bus.idle();
  notifications.begin(await sessions.list({ all: true }));
  tellUntoldNotifications(log, bus, notifications.shown, notifications.doNotDisturb);
  const unsubscribe = [
    bus.on((event) => {
      if (event.type === 'session.changed') notifications.heard(event.session);
      if (event.type === 'session.removed') notifications.removed(event.id);
    }),
    windows.onLook((seen) => (away() ? undefined : notifications.looked(seen))),
  ];
  cleanup.add('notification events', () => {
    for (const leave of unsubscribe) leave();
  });
  return notifications;
}
