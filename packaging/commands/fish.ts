import { everyCommand, type Offer, type TreeCommand } from './tree.ts';

/** Completion for fish 3 and newer. */
export function fishCompletion(root: TreeCommand): string {
  const commands = everyCommand(root);
  const known = commands.slice(1).map(({ words }) => quoted(words.join(' ')));
  return `# fish completion for kimi-shell. Made from its commands; changes belong there.
function __kimi_shell_at --description 'Whether the words so far lead to this command, and how many of its arguments are there'
  set -l at ''
  set -l place 0
  set -l before ''
  for word in (commandline -opc)[2..-1]
    test "$word" = --; and return 1
    set -l next (string trim -- "$at $word")
    if contains -- $next ${known.join(' ')}
      set at $next
      set place 0
    else if not string match -q -- '-*' $word; and not string match -q -- '--*' $before
      set place (math $place + 1)
    end
    set before $word
  end
  test "$at" = "$argv[1]"; or return 1
  test (count $argv) -eq 1; or test $place -eq $argv[2]
end
complete -c kimi-shell -f
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf(command: TreeCommand): string[] {
  const at = command.words.join(' ');
  const here = `complete -c kimi-shell -n ${quoted(`__kimi_shell_at ${quoted(at)}`)}`;
  const place = (index: number) => `complete -c kimi-shell -n ${quoted(`__kimi_shell_at ${quoted(at)} ${index}`)}`;
  const below = command.below.map((one) => `${place(0)} -a ${quoted(one.words.at(-1) ?? '')} -d ${quoted(one.summary)}`);
  const given =
    command.below.length > 0
      ? []
      : command.arguments.flatMap(({ offer, description }, index) =>
          offer.kind === 'any' ? [] : [`${place(index)} ${offeredBy(offer)} -d ${quoted(description)}`],
        );
  const options = command.options.map(({ names, value, description, offer }) => {
    const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
    const takes = value === null ? '' : offer.kind === 'any' ? ' -r' : ` -x ${offeredBy(offer)}`;
    return `${here} ${flags}${takes} -d ${quoted(description)}`;
  });
  return [...below, ...given, ...options];
}

function offeredBy(offer: Offer): string {
  switch (offer.kind) {
    case 'words':
      return `-a ${quoted(offer.words.join(' '))}`;
    case 'folders':
      return "-a '(__fish_complete_directories)'";
    case 'any':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
