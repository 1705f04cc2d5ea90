/** English texts: what the engine tells by itself. The English catalogue decides which keys exist. */
export const notices = {
  'notice.prompt.unconfirmed': '{{name}}: it is not known whether the first message arrived. Look, and send it again if it did not.',
  'notice.holder.died': 'A process that held terminals died. The sessions in it have ended and can be started again.',
  'notice.audit.failing':
    'The audit log cannot be written. New sessions, settings and links are refused until it can; what else is changed meanwhile is missing from it.',
  'notice.audit.ok': 'The audit log is written again, and says what it missed.',
  'notice.secrets.waiting': 'Work waits for the secret {{name}}: the store of secrets is locked.',
  'notice.secrets.still-waiting': 'Work waits for secrets ({{names}}): the store of secrets is locked.',
  'notice.secrets.unlocked': 'The store of secrets is unlocked; what waited goes on.',
  'notice.secrets.due': 'These secrets should be replaced by now: {{names}}',
  'notice.disk.full': 'The disk is full. Sessions go on, but what they write now is missing from their recordings until there is room.',
  'notice.disk.ok': 'There is room on the disk again; recordings go on.',
} as const;
