/** English texts: what the person is told outside of the window. The English catalogue decides which keys exist. */
export const notifications = {
  'notification.approval': '{{name}} needs your approval',
  'notification.question': '{{name}} asks you something',
  'notification.waiting': '{{name}} waits for you',
  'notification.trust': '{{name}} asks whether to trust its folder',
  'notification.finished': '{{name}} is done',
  'notification.failed': '{{name}} has failed',
  'notification.ended': '{{name}} has ended',
  'notification.died': '{{name}} broke down',
  'notification.many.need_one': '{{count}} session needs you',
  'notification.many.need_other': '{{count}} sessions need you',
  'notification.many.outcome_one': '{{count}} session has come to an end',
  'notification.many.outcome_other': '{{count}} sessions have come to an end',
  'notification.more_one': '{{count}} more',
  'notification.more_other': '{{count}} more',
  'notification.action.open': 'Open',
  'notification.action.restart': 'Start again',
} as const;
