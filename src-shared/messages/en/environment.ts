/** English texts: the environment in the dialog for a new session. The English catalogue decides which keys exist. */
export const environment = {
  'window.new.env.hint':
    'For the program in the terminal. Values are kept with the session as they stand here; for a key or a password choose a secret.',
  'window.new.env.add': 'Add a variable',
  'window.new.env.remove': 'Remove variable {{number}}',
  'window.new.env.name.example': 'NAME',
  'window.new.env.name': 'Name of variable {{number}}',
  'window.new.env.from': 'What variable {{number}} gets',
  'window.new.env.from.value': 'Value',
  'window.new.env.from.secret': 'Secret',
  'window.new.env.value': 'Value of variable {{number}}',
  'window.new.env.secret': 'Secret for variable {{number}}',
  'window.new.env.choose': 'Choose a secret',
  'window.new.env.no-secrets': 'No secrets are kept yet. The settings have a place for them.',
  'window.new.env.locked': 'The secrets are locked: the session starts once you unlock them in the settings.',
  'window.new.env.fault.no-name': 'A name is missing.',
  'window.new.env.fault.not-a-name': 'A name has letters (A–Z), digits and _, and does not begin with a digit.',
  'window.new.env.fault.twice': 'This name is there twice.',
  'window.new.env.fault.no-secret': 'Choose a secret.',
  'error.field.env': 'Environment',
} as const;
