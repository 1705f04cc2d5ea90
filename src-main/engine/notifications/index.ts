export { notificationActions } from './actions.ts';
export { eventChannel } from './event-channel.ts';
export { newsOf } from './news.ts';
export { NotificationService } from './notification-service.ts';
export { NotificationRepository } from './repository.ts';
export type { NotificationChannel } from './types.ts';
export { tellUntoldNotifications } from './untold.ts';
