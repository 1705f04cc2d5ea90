/** English texts: what a window says of a Kimi that cannot be used. The English catalogue decides which keys exist. */
export const agents = {
  'window.kimi.missing.title': 'Kimi is not installed',
  'window.kimi.missing.body':
    'The kimi program was not found on this machine. It can be installed now, in a terminal that you can watch, with the vendor’s own installer.',
  'window.kimi.problem.body': 'A kimi program is there but cannot be used: {{problem}}',
  'window.kimi.problem.title': 'Kimi cannot be used',
  'window.kimi.setting.title': 'kimi.path names no usable program',
  'window.kimi.setting.body': '{{problem}}. Correct this setting where it is set, or clear it: kimi is then looked for by itself.',
  'window.kimi.setting.open': 'Open the settings',
  'window.kimi.missing.looked': 'Where it was looked for',
  'window.kimi.missing.install': 'Install Kimi',
  'window.kimi.missing.again': 'Look again',
  'window.kimi.missing.shell': 'Shell sessions work without it.',
} as const;
