/** Chinese texts: what the person is told outside of the window. */
export const notifications = {
  'notification.approval': '{{name}} 等待你审批',
  'notification.question': '{{name}} 有问题要问你',
  'notification.waiting': '{{name}} 在等你',
  'notification.trust': '{{name}} 询问是否信任其文件夹',
  'notification.finished': '{{name}} 已完成',
  'notification.failed': '{{name}} 失败了',
  'notification.ended': '{{name}} 已结束',
  'notification.died': '{{name}} 意外终止',
  'notification.many.need_one': '{{count}} 个会话需要你',
  'notification.many.need_other': '{{count}} 个会话需要你',
  'notification.many.outcome_one': '{{count}} 个会话已有结果',
  'notification.many.outcome_other': '{{count}} 个会话已有结果',
  'notification.more_one': '另外 {{count}} 个',
  'notification.more_other': '另外 {{count}} 个',
  'notification.action.open': '打开',
  'notification.action.restart': '重新启动',
} as const;
