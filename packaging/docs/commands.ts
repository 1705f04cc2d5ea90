import { commandTree, everyCommand, type TreeCommand } from '../commands/tree.ts';
import { withMarked } from './marked.ts';
import { markdownTable } from './table.ts';

/** Options that every command has, or nearly: they stand in the text. */
const USUAL = new Set(['--help', '--json']);

/** docs/cli.md with its table of every command made anew from the program that understands them. @throws Error when the marks are missing */
export function withCommandTable(document: string): string {
  const commands = everyCommand(commandTree('')).filter(({ words, below }) => words.length > 0 && below.length === 0);
  return withMarked(document, 'commands', markdownTable([['command', 'what it does', 'options'], ...commands.map(rowOf)]));
}

function rowOf({ words, summary, arguments: given, options }: TreeCommand): readonly string[] {
  const names = given.map(({ name, required, rest }) => (required ? `<${name}${rest ? '...' : ''}>` : `[${name}${rest ? '...' : ''}]`));
  const own = options.map(({ names: [...all] }) => all.at(-1) ?? '').filter((name) => !USUAL.has(name));
  return [`\`${[...words, ...names].join(' ')}\``, summary, own.map((name) => `\`${name}\``).join(', ')].map((cell) =>
    cell.replaceAll('|', '\\|'),
  );
}
