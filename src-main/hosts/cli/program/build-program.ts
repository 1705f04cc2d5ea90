import { type Argument, Command, Help, Option } from 'commander';
import stringWidth from 'string-width';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Behaviour } from '../commands/behaviour.ts';
import type { ExtraCommand } from '../commands/extra-command.ts';
import { EXTRA_COMMANDS } from '../commands/extra-commands.ts';
import type { Texts } from '../output/language.ts';
import type { CommandSpec, Field, Positional } from './command-specs.ts';
import { contractText } from './contract-text.ts';
import { optionName, type RawValue } from './read-input.ts';

/** What was typed, once commander understood it. */
export type Chosen =
  | {
      readonly kind: 'contract';
      readonly spec: CommandSpec;
      readonly words: readonly RawValue[];
      readonly options: Readonly<Record<string, RawValue>>;
    }
  | {
      readonly kind: 'extra';
      readonly command: ExtraCommand;
      readonly words: readonly RawValue[];
      readonly options: Readonly<Record<string, RawValue>>;
    }
  | HelpChosen;

/** What somebody wants to know. */
export type HelpChosen =
  | { readonly kind: 'help'; readonly words: readonly string[] }
  /** Of a command, of a group of commands, or all. */
  | { readonly kind: 'examples'; readonly words: readonly string[] }
  /** `code` as it was typed; null for the list of codes. */
  | { readonly kind: 'troubleshoot'; readonly code: string | null }
  /** `procedure` as it was typed; null for all. */
  | { readonly kind: 'api'; readonly procedure: string | null };

export interface ProgramOptions {
  readonly specs: readonly CommandSpec[];
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  readonly texts: Texts;
  readonly version: string;
  readonly onChosen: (chosen: Chosen) => void;
}

/** The whole command tree: the contract's commands and the extra ones, with help in the reader's language. */
export function buildProgram(options: ProgramOptions): Command {
  const { specs, behaviours, texts, onChosen } = options;
  const program = prepare(new Command('kimi-shell'), texts);
  program.description(texts.t('cli.description'));
  program.version(options.version, '-V, --version', texts.t('cli.option.version'));
  const groups = new Map<string, Command>();

  const add = (command: string): Command => {
    const words = command.split(' ');
    const name = words.pop() ?? '';
    const [group] = words;
    if (group === undefined) {
      const command = prepare(program.command(name), texts);
      groups.set(name, command);
      return command;
    }
    let parent = groups.get(group);
    if (parent === undefined) {
      parent = prepare(program.command(group), texts).description(groupText(group, texts));
      groups.set(group, parent);
    }
    return prepare(parent.command(name), texts);
  };

  for (const spec of specs) {
    const behaviour = behaviours[spec.command];
    const command = add(spec.command).description(contractText(spec.summary, texts.language));
    for (const positional of spec.positionals)
      command.argument(argumentSyntax(positional), contractText(positional.description, texts.language));
    for (const field of spec.options) command.addOption(optionOf(field, texts));
    for (const extra of behaviour?.options ?? []) command.option(extra.flags, contractText(extra.description, texts.language));
    if (behaviour?.raw !== true) addJson(command, texts);
    command.action((...all: unknown[]) => {
      const { words, values } = actionArguments(all, command);
      onChosen({ kind: 'contract', spec, words, options: values });
    });
  }

  for (const extra of EXTRA_COMMANDS) {
    const command = add(extra.command).description(contractText(extra.summary, texts.language));
    for (const { syntax, description } of extra.arguments) command.argument(syntax, contractText(description, texts.language));
    for (const { flags, description } of extra.options) command.option(flags, contractText(description, texts.language));
    addJson(command, texts);
    command.action((...all: unknown[]) => {
      const { words, values } = actionArguments(all, command);
      onChosen({ kind: 'extra', command: extra, words, options: values });
    });
  }

  const help = prepare(program.command('help'), texts).description(texts.t('cli.help.summary'));
  help.argument('[command...]', texts.t('cli.help.argument'));
  help.option('--examples', texts.t('cli.help.examples'));
  help.option('--troubleshoot [code]', texts.t('cli.help.troubleshoot'));
  help.option('--api [procedure]', texts.t('cli.help.api'));
  help.option('--json', texts.t('cli.help.json'));
  help.action((words: string[], wanted: HelpOptions) => onChosen(helpChosen(words, wanted)));
  return program;
}

interface HelpOptions {
  readonly examples?: true;
  readonly troubleshoot?: string | true;
  readonly api?: string | true;
  readonly json?: true;
}

/** @throws KimiError INVALID_INPUT for two questions at once, and for a document where there is none */
function helpChosen(words: readonly string[], { examples, troubleshoot, api, json }: HelpOptions): HelpChosen {
  const asked = Object.entries({ examples, troubleshoot, api }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
  if (asked.length > 1)
    throw new KimiError('INVALID_INPUT', { field: asked.join(' '), reason: 'one of these is expected', allowed: asked });
  if (json === true && api === undefined) throw new KimiError('INVALID_INPUT', { field: '--json', reason: 'only the api is a document' });
  if (examples !== undefined) return { kind: 'examples', words };
  if (troubleshoot !== undefined) return { kind: 'troubleshoot', code: troubleshoot === true ? null : troubleshoot };
  if (api !== undefined) return { kind: 'api', procedure: api === true ? null : api };
  return { kind: 'help', words };
}

/** The command that words lead to, or null when they lead nowhere. */
export function findCommand(program: Command, words: readonly string[]): Command | null {
  let at = program;
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined) return null;
    at = next;
  }
  return at;
}

function prepare(command: Command, texts: Texts): Command {
  return command
    .helpCommand(false)
    .helpOption('-h, --help', texts.t('cli.option.help'))
    .configureHelp({
      // Chinese takes two cells a character.
      displayWidth: stringWidth,
      styleTitle: (title) => titleText(title, texts),
      // The first page lists every command, not only the groups they are in.
      visibleCommands: (parent) =>
        parent.commands.flatMap((one) => (parent.parent === null ? [...(isOnlyGroup(one) ? [] : [one]), ...one.commands] : [one])),
      subcommandTerm: (one) => [...namesOf(one), ...one.registeredArguments.map((argument) => humanArgument(argument))].join(' '),
      optionDescription: (option) => optionText(option, texts),
      commandUsage: (one) => usageText(one, texts),
    });
}

/** Whether it is there for the commands below it, and does nothing of its own. */
function isOnlyGroup(command: Command): boolean {
  return command.commands.length > 0 && command.options.length === 0;
}

/** `session create` for `kimi-shell session create`. */
function namesOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}

/** Commander's own line has English words in it. */
function usageText(command: Command, { t }: Texts): string {
  const options = `[${t('cli.help.word.options')}]`;
  const below = command.commands.length === 0 ? [] : [`[${t('cli.help.word.command')}]`];
  return ['kimi-shell', ...namesOf(command), options, ...below, ...command.registeredArguments.map(humanArgument)].join(' ');
}

function humanArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function titleText(title: string, { t }: Texts): string {
  switch (title) {
    case 'Usage:':
      return t('cli.help.usage');
    case 'Arguments:':
      return t('cli.help.arguments');
    case 'Options:':
      return t('cli.help.options');
    case 'Commands:':
      return t('cli.help.commands');
    default:
      return title;
  }
}

/** Commander's own notes are English; ours say choices and default in the reader's language. */
function optionText(option: Option, texts: Texts): string {
  const notes: string[] = [];
  const { argChoices, defaultValue } = option as Option & { argChoices?: readonly string[]; defaultValue?: unknown };
  if (argChoices !== undefined) notes.push(argChoices.join(', '));
  if (defaultValue !== undefined) notes.push(texts.t('cli.help.default', { value: String(defaultValue) }));
  return notes.length === 0 ? option.description : `${option.description} (${notes.join('; ')})`;
}

function groupText(group: string, { t }: Texts): string {
  return t(`cli.group.${group as 'session'}`);
}

function addJson(command: Command, { t }: Texts): void {
  command.option('--json', t('cli.option.json'));
}

function argumentSyntax({ name, required, rest }: Positional): string {
  const word = `${name}${rest ? '...' : ''}`;
  return required ? `<${word}>` : `[${word}]`;
}

function optionOf(field: Field, texts: Texts): Option {
  const name = `--${optionName(field.name)}`;
  const description = contractText(field.description, texts.language);
  switch (field.kind) {
    case 'flag':
      return new Option(name, description);
    case 'pairs':
      // A function for parsing takes one value a time; a variadic option would swallow the words after it.
      return new Option(`${name} <K=V>`, description).argParser((word: string, before?: string[]) => [...(before ?? []), word]);
    case 'list':
      return new Option(`${name} <${field.name}>`, description).argParser((word: string, before?: string[]) => [...(before ?? []), word]);
    default: {
      const option = new Option(`${name} <${field.name}>`, description);
      if (field.choices !== undefined) option.choices([...field.choices]).argParser(chooser(name, field.choices));
      if (field.fallback !== undefined) option.default(String(field.fallback));
      return option;
    }
  }
}

/** In place of commander's own check, whose words are English. */
function chooser(field: string, choices: readonly string[]): (word: string) => string {
  return (word) => {
    if (choices.includes(word)) return word;
    throw new KimiError('INVALID_INPUT', { field, value: word, reason: 'one of these is expected', allowed: choices });
  };
}

function actionArguments(all: readonly unknown[], command: Command) {
  // Commander calls an action with each argument, then the options, then the command.
  const words = all.slice(0, -2) as RawValue[];
  return { words, values: command.opts() as Record<string, RawValue> };
}

/** Help of a command as text. */
export function helpOf(command: Command, width: number | undefined): string {
  const helper = Object.assign(new Help(), command.configureHelp());
  helper.prepareContext({ helpWidth: width ?? 100 });
  return helper.formatHelp(command, helper);
}
