/** Chinese texts: what the engine tells by itself. */
export const notices = {
  'notice.prompt.unconfirmed': '{{name}}：无法确定第一条消息是否送达。请查看，若未送达请重新发送。',
  'notice.holder.died': '一个托管终端的进程意外退出，其中的会话已结束，可以重新启动。',
  'notice.audit.failing': '审计日志无法写入。恢复之前不能新建会话、更改设置或生成链接；其间的其他更改不会记入日志。',
  'notice.audit.ok': '审计日志已恢复写入，并注明了缺失的部分。',
  'notice.secrets.waiting': '有工作在等待机密 {{name}}：机密存储已锁定。',
  'notice.secrets.still-waiting': '有工作在等待机密（{{names}}）：机密存储已锁定。',
  'notice.secrets.unlocked': '机密存储已解锁，等待的工作会继续。',
  'notice.secrets.due': '这些机密该更换了：{{names}}',
  'notice.disk.full': '磁盘已满。会话继续运行，但在腾出空间之前，新的输出不会录制。',
  'notice.disk.ok': '磁盘已有空间，录制恢复正常。',
} as const;
