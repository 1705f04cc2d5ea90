/** English texts: the first steps. The English catalogue decides which keys exist. */
export const welcome = {
  'window.welcome.kimi': 'Kimi, the agent',
  'window.welcome.kimi.looking': 'Looking for the kimi program…',
  'window.welcome.kimi.found': 'Kimi {{version}} is installed. It asks you to log in, in its terminal, when it starts for the first time.',
  'window.welcome.folder': 'A folder to work in',
  'window.welcome.folder.hint': 'Absolute path, a project of yours for example. Left empty, it is your home folder.',
  'window.welcome.prompt': 'What it shall do',
  'window.welcome.prompt.hint': 'Sent once Kimi is ready, and kept here until then. You can also leave it empty and type in the terminal.',
  'window.welcome.examples': 'Examples',
  'window.welcome.example.explain': 'Explain what is in this folder',
  'window.welcome.example.test': 'Run the tests and say what fails',
  'window.welcome.example.review': 'Review my last commit',
  'window.welcome.start': 'Start Kimi',
  'window.welcome.start.shell': 'Start a shell without Kimi',
  'window.welcome.skip': 'Skip',
  'window.welcome.again': 'You find this page again in the list of commands: “{{action}}”.',
} as const;
