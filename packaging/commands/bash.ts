import { everyCommand, type Offer, type TreeCommand } from './tree.ts';

/** Completion for bash 3.2 and newer (macOS still ships that one), without the bash-completion package. */
export function bashCompletion(root: TreeCommand): string {
  const commands = everyCommand(root);
  const known = commands.slice(1).map(({ words }) => quoted(words.join(' ')));
  return `# bash completion for kimi-shell. Made from its commands; changes belong there.
_kimi_shell() {
  local cur=\${COMP_WORDS[COMP_CWORD]} previous='' at='' word i place=0
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # What follows is the agent's.
    [[ $word == -- ]] && { COMPREPLY=($(compgen -f -- "$cur")); return; }
    case "\${at:+$at }$word" in
      ${known.join(' | ')}) at="\${at:+$at }$word"; place=0 ;;
      *) [[ $word == -* || \${COMP_WORDS[i - 1]} == --* ]] || ((place++)) ;;
    esac
    previous=$word
  done
  case "$at:$previous" in
${commands.flatMap(optionCases).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case "$at" in
${commands.map((command) => `      ${quoted(command.words.join(' '))}) ${reply(namesOf(command))} ;;`).join('\n')}
    esac
    return
  fi
  case "$at:$place" in
${commands.flatMap(placeCases).join('\n')}
  esac
}
complete -o default -F _kimi_shell kimi-shell
`;
}

function optionCases({ words, options }: TreeCommand): string[] {
  return options
    .filter(({ value }) => value !== null)
    .map(({ names, offer }) => `    ${names.map((name) => quoted(`${words.join(' ')}:${name}`)).join(' | ')}) ${offered(offer)} return ;;`);
}

function placeCases({ words, below, arguments: given }: TreeCommand): string[] {
  const at = words.join(' ');
  if (below.length > 0) return [`    ${quoted(`${at}:0`)}) ${reply(below.map((one) => one.words.at(-1) ?? ''))} ;;`];
  return given.flatMap(({ offer }, place) => (offer.kind === 'any' ? [] : [`    ${quoted(`${at}:${place}`)}) ${offered(offer)} ;;`]));
}

function offered(offer: Offer): string {
  switch (offer.kind) {
    case 'words':
      return reply(offer.words);
    case 'folders':
      return 'COMPREPLY=($(compgen -d -- "$cur"));';
    case 'any':
      return '';
  }
}

function reply(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$cur"));`;
}

function namesOf({ options }: TreeCommand): readonly string[] {
  return options.flatMap(({ names }) => names);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
