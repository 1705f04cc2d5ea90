import type { Command } from 'commander';
import { BEHAVIOURS } from '#main/hosts/cli/commands/index.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { buildProgram } from '#main/hosts/cli/program/build-program.ts';
import { commandSpecs } from '#main/hosts/cli/program/command-specs.ts';
import { SETTING_LEAVES } from '#shared/contract/setting-names.ts';
import type { Language } from '#shared/messages/index.ts';

/** What the completion of a word may offer. */
export type Offer = { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: 'folders' } | { readonly kind: 'any' };

export interface TreeOption {
  /** With its dashes: `--cwd`, `-h`. */
  readonly names: readonly string[];
  /** Name of its value; null for a flag. */
  readonly value: string | null;
  readonly description: string;
  readonly offer: Offer;
}

export interface TreeArgument {
  readonly name: string;
  readonly required: boolean;
  /** Takes the rest of the line. */
  readonly rest: boolean;
  readonly description: string;
  readonly offer: Offer;
}

/** A command, or a group of them, as a shell or a page of the manual sees it. */
export interface TreeCommand {
  /** Without the program's name; empty for the program itself. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly arguments: readonly TreeArgument[];
  readonly options: readonly TreeOption[];
  readonly below: readonly TreeCommand[];
}

const ANY: Offer = { kind: 'any' };

/** Everything that `kimi-shell` understands, out of the very program that understands it. */
export function commandTree(version: string, language: Language = 'en'): TreeCommand {
  const specs = commandSpecs();
  const program = buildProgram({ specs, behaviours: BEHAVIOURS, texts: textsIn(language), version, onChosen: () => undefined });
  const choices = new Map(
    specs.flatMap(({ command, positionals }) =>
      positionals.flatMap(({ name, choices = [] }) => (choices.length === 0 ? [] : [[`${command} ${name}`, choices] as const])),
    ),
  );
  return nodeOf(program, [], choices);
}

/** A command and all below it, each group before its commands. */
export function everyCommand(node: TreeCommand): readonly TreeCommand[] {
  return [node, ...node.below.flatMap(everyCommand)];
}

function nodeOf(command: Command, words: readonly string[], choices: ReadonlyMap<string, readonly string[]>): TreeCommand {
  const at = words.join(' ');
  return {
    words,
    summary: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      required: argument.required,
      rest: argument.variadic,
      description: argument.description,
      offer: argumentOffer(at, argument.name(), choices),
    })),
    options: command.createHelp().visibleOptions(command).map(optionOf),
    below: command.commands.map((below) => nodeOf(below, [...words, below.name()], choices)),
  };
}

function argumentOffer(command: string, name: string, choices: ReadonlyMap<string, readonly string[]>): Offer {
  const known = choices.get(`${command} ${name}`);
  if (known !== undefined) return { kind: 'words', words: known };
  // Settings are named by the first word of each command about one.
  if (command.startsWith('config ') && name === 'key') return { kind: 'words', words: [...SETTING_LEAVES.keys()] };
  return ANY;
}

function optionOf(option: Command['options'][number]): TreeOption {
  const value = /[<[]([^>\]]+)/.exec(option.flags)?.[1] ?? null;
  return {
    names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
    value,
    description: option.description,
    offer: optionOffer(option.long ?? '', option.argChoices),
  };
}

function optionOffer(name: string, choices: readonly string[] | undefined): Offer {
  if (choices !== undefined) return { kind: 'words', words: choices };
  return name === '--cwd' ? { kind: 'folders' } : ANY;
}
