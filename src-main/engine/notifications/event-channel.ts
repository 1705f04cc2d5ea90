import type { Bus } from '../bus/index.ts';
import type { NotificationChannel } from './types.ts';

/** The engine's events as a channel: desktop and pages follow them and show what their systems can. */
export function eventChannel(bus: Pick<Bus, 'publish'>): NotificationChannel {
  return {
    show: (notification, alert) => bus.publish({ type: 'notification.shown', notification, alert }),
    remove: (id) => bus.publish({ type: 'notification.removed', id }),
  };
}
