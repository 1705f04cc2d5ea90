import { EXIT } from '#main/hosts/cli/exit-codes.ts';
import { everyCommand, isCommand, type TreeCommand, type TreeOption } from './tree.ts';

export interface ManOptions {
  readonly version: string;
  /** Shown in the footer. */
  readonly date: Date;
}

const EXIT_TEXTS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  failed: 'failed',
  usage: 'the command line was not understood, or a value is not allowed',
  notFound: 'there is no such session, terminal, …',
  denied: 'not allowed, or not known to this engine',
  unreachable: 'no engine can be reached, or it did not start',
  timedOut: 'it took too long, or the engine said nothing for 15 s',
  brokenOff: 'you broke it off at a prompt; nothing was done',
};

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['KIMI_SHELL_HOME', 'the data folder; ~/.kimi-shell by default'],
  ['KIMI_SHELL_KIMI_PATH', 'the Kimi CLI to use'],
  ['KIMI_SHELL_DEBUG', 'set: adds the stack to an error of Kimi Shell itself'],
  ['NO_COLOR', 'set: no colours'],
  ['LC_ALL, LC_MESSAGES, LANG', 'the language, where the setting does not say: English or Simplified Chinese'],
];

/** The page of the manual: every command with its arguments and options, as `help` has them. man(7) macros, which every system reads. */
export function manPage(root: TreeCommand, { version, date }: ManOptions): string {
  const commands = everyCommand(root).filter(isCommand);
  return [
    `.TH KIMI\\-SHELL 1 "${date.toISOString().slice(0, 10)}" "Kimi Shell ${version}" "User Commands"`,
    '.SH NAME',
    `kimi\\-shell \\- ${roff(root.summary.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B kimi\\-shell',
    '.I command',
    '.RI [ option ...]',
    '.RI [ argument ...]',
    '.SH DESCRIPTION',
    roff(
      'Works with coding agents that run in real terminals and go on when the window, the engine or the app ends. It talks to the engine of the data folder and starts one when none runs; status, doctor, help, service and serve --stop never start one by themselves. Words after -- go to the agent.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH OPTIONS OF EVERY COMMAND',
    ...root.options.flatMap(optionLines),
    '.SH EXIT STATUS',
    ...(Object.keys(EXIT) as (keyof typeof EXIT)[]).flatMap((name) => ['.TP', `.B ${EXIT[name]}`, roff(EXIT_TEXTS[name])]),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, text]) => ['.TP', `.B ${roff(name)}`, roff(text)]),
    '.SH FILES',
    '.TP',
    '.I ~/.kimi\\-shell',
    'The data folder: settings, database, output of sessions, logs, and the runtime that sessions run from.',
    '',
  ].join('\n');
}

function commandLines({ words, summary, arguments: given, options }: TreeCommand): string[] {
  const places = given.map(({ name, required, rest }) => {
    const word = `\\fI${roff(name)}\\fR${rest ? '...' : ''}`;
    return required ? word : `[${word}]`;
  });
  const described = given.filter(({ description }) => description !== '');
  const own = options.filter(({ names }) => !names.includes('--help'));
  return [
    `.SS "${['kimi\\-shell', ...words.map(roff), ...places].join(' ')}"`,
    roff(`${summary}.`),
    ...described.flatMap(({ name, description }) => ['.TP', `.I ${roff(name)}`, roff(description)]),
    ...own.flatMap(optionLines),
  ];
}

function optionLines({ names, value, description, offer }: TreeOption): string[] {
  const head = names.map((name) => `\\fB${roff(name)}\\fR`).join(', ') + (value === null ? '' : ` \\fI${roff(value)}\\fR`);
  const choices = offer.kind === 'words' ? ` (${offer.words.join(', ')})` : '';
  return ['.TP', head, roff(`${description}${choices}`)];
}

/** Text as roff takes it: its own signs escaped, no line that begins like a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll(/[‘’]/g, '\\(cq')
    .replace(/^([.'])/, '\\&$1');
}
