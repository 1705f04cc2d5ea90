import { everyCommand, type Offer, type TreeCommand } from './tree.ts';

/** Completion for PowerShell 5.1 and newer, to be called from the person's profile. */
export function powershellCompletion(root: TreeCommand): string {
  const commands = everyCommand(root);
  return `# PowerShell completion for kimi-shell. Made from its commands; changes belong there.
Register-ArgumentCompleter -Native -CommandName kimi-shell -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $below = @{
${commands.map((command) => `    ${quoted(command.words.join(' '))} = ${table(belowOf(command))}`).join('\n')}
  }
  $options = @{
${commands.map((command) => `    ${quoted(command.words.join(' '))} = ${table(optionsOf(command))}`).join('\n')}
  }
  $values = @{
${commands.flatMap(valuesOf).join('\n')}
  }
  $at = ''
  $place = 0
  $previous = ''
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  foreach ($word in $words) {
    if ($word -eq '--') { return }
    $next = ("$at $word").Trim()
    if ($options.ContainsKey($next)) { $at = $next; $place = 0 }
    elseif (-not $word.StartsWith('-') -and -not $previous.StartsWith('--')) { $place++ }
    $previous = $word
  }
  $offered = [ordered]@{}
  if ($values.ContainsKey("\${at}:$previous")) { foreach ($value in $values["\${at}:$previous"]) { $offered[$value] = $value } }
  elseif ($wordToComplete.StartsWith('-')) { $offered = $options[$at] }
  elseif ($place -eq 0 -and $below[$at].Count -gt 0) { $offered = $below[$at] }
  elseif ($values.ContainsKey("\${at}:$place")) { foreach ($value in $values["\${at}:$place"]) { $offered[$value] = $value } }
  foreach ($entry in $offered.GetEnumerator()) {
    if ($entry.Key.StartsWith($wordToComplete)) {
      [System.Management.Automation.CompletionResult]::new($entry.Key, $entry.Key, 'ParameterValue', $entry.Value)
    }
  }
}
`;
}

function belowOf({ below }: TreeCommand): readonly (readonly [string, string])[] {
  return below.map(({ words, summary }) => [words.at(-1) ?? '', summary] as const);
}

function optionsOf({ options }: TreeCommand): readonly (readonly [string, string])[] {
  return options.flatMap(({ names, description }) => names.map((name) => [name, description] as const));
}

function valuesOf({ words, options, arguments: given, below }: TreeCommand): string[] {
  const at = words.join(' ');
  const line = (key: string, offer: Offer) =>
    offer.kind === 'words' ? [`    ${quoted(`${at}:${key}`)} = @(${offer.words.map(quoted).join(', ')})`] : [];
  const ofOptions = options.flatMap(({ names, value, offer }) => (value === null ? [] : names.flatMap((name) => line(name, offer))));
  return [...ofOptions, ...(below.length > 0 ? [] : given.flatMap(({ offer }, place) => line(String(place), offer)))];
}

function table(pairs: readonly (readonly [string, string])[]): string {
  return `[ordered]@{ ${pairs.map(([key, value]) => `${quoted(key)} = ${quoted(value === '' ? key : value)}`).join('; ')} }`;
}

/** PowerShell takes typographic apostrophes for the plain one. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, (mark) => mark + mark)}'`;
}
