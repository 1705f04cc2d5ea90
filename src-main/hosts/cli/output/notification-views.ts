import type { DoNotDisturb, NotificationInfo } from '#shared/contract/index.ts';
import { plannedText } from '#shared/messages/time.ts';
import { detailText, notificationText } from '#shared/notifications/notification-text.ts';
import { age } from './age.ts';
import { table } from './table.ts';
import type { Look } from './views.ts';

/** What the person was told, as a table. */
export function notificationsView(notifications: readonly NotificationInfo[], { texts, style, now, width }: Look): string {
  const { t } = texts;
  if (notifications.length === 0) return t('cli.notification.none');
  const rows = notifications.map((one) => [
    notificationText({ subject: one.subject, group: false, about: [one] }, texts).title,
    age(one.since, now, texts),
    one.held ? t('cli.notification.held') : '',
    detailText(one, texts),
    one.id,
  ]);
  const colour = ({ subject }: NotificationInfo) => (subject === 'need' ? 'yellow' : 'green');
  const columns = [
    {
      title: t('cli.column.notification'),
      paint: (cell: string, row: number) => style.paint(notifications[row] === undefined ? 'dim' : colour(notifications[row]), cell),
    },
    { title: t('cli.column.age'), align: 'right' as const },
    { title: '' },
    { title: t('cli.column.detail'), shrinks: 'end' as const },
    { title: t('cli.column.id'), paint: (cell: string) => style.paint('dim', cell) },
  ];
  return table(columns, rows, width);
}

/** Whether notifications are held back, and until when. */
export function quietView({ on, until }: DoNotDisturb, { texts }: Pick<Look, 'texts'>): string {
  if (!on) return texts.t('cli.notification.quiet.off');
  if (until === null) return texts.t('cli.notification.quiet.on');
  return texts.t('cli.notification.quiet.until', { time: plannedText(until, texts.language) });
}
