import { everyCommand, type Offer, type TreeCommand } from './tree.ts';

/** Completion for zsh: commands and options with their descriptions. Loaded by compinit, or sourced. */
export function zshCompletion(root: TreeCommand): string {
  const commands = everyCommand(root);
  const known = commands.slice(1).map(({ words }) => quoted(words.join(' ')));
  return `#compdef kimi-shell
# zsh completion for kimi-shell. Made from its commands; changes belong there.
_kimi-shell() {
  local at='' previous='' word place=0 i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    # What follows is the agent's.
    [[ $word == -- ]] && { _files; return }
    case "\${at:+$at }$word" in
      ${known.join(' | ')}) at="\${at:+$at }$word"; place=0 ;;
      *) [[ $word == -* || $words[i-1] == --* ]] || ((place++)) ;;
    esac
    previous=$word
  done
  case "$at:$previous" in
${commands.flatMap(optionCases).join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    case "$at" in
${commands.map((command) => `      ${quoted(command.words.join(' '))}) offered=(${optionPairs(command)}) ;;`).join('\n')}
    esac
    _describe -o option offered
    return
  fi
  case "$at:$place" in
${commands.flatMap(placeCases).join('\n')}
    *) _files ;;
  esac
}
# Sourced, it registers itself; autoloaded, it is called at once.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _kimi-shell "$@"
else
  compdef _kimi-shell kimi-shell
fi
`;
}

function optionCases({ words, options }: TreeCommand): string[] {
  return options
    .filter(({ value }) => value !== null)
    .map(
      ({ names, offer }) => `    ${names.map((name) => quoted(`${words.join(' ')}:${name}`)).join(' | ')}) ${offeredBy(offer)}; return ;;`,
    );
}

function placeCases({ words, below, arguments: given }: TreeCommand): string[] {
  const at = words.join(' ');
  if (below.length > 0) {
    const pairs = below.map((one) => described(one.words.at(-1) ?? '', one.summary)).join(' ');
    return [`    ${quoted(`${at}:0`)}) offered=(${pairs}); _describe command offered ;;`];
  }
  return given.flatMap(({ offer }, place) => (offer.kind === 'any' ? [] : [`    ${quoted(`${at}:${place}`)}) ${offeredBy(offer)} ;;`]));
}

function offeredBy(offer: Offer): string {
  switch (offer.kind) {
    case 'words':
      return `compadd -- ${offer.words.map(quoted).join(' ')}`;
    case 'folders':
      return '_files -/';
    case 'any':
      return '_files';
  }
}

function optionPairs({ options }: TreeCommand): string {
  return options.flatMap(({ names, description }) => names.map((name) => described(name, description))).join(' ');
}

function described(word: string, description: string): string {
  return quoted(`${word.replaceAll(':', '\\:')}:${description}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
