/** Values for a text, as errors and checks carry them. */
export type TextValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const CHOICE = /\[\[(.*?)\]\]/gs;

/**
 * Fills `{{name}}` from `values`. Not every thrower knows everything, so a text may hold choices: `[[in {{path}}||here]]` is
 * its first alternative all of whose values are there, and nothing when there is none.
 */
export function fillText(text: string, values: TextValues): string {
  const chosen = text.replace(CHOICE, (_, alternatives: string) => alternatives.split('||').find((one) => complete(one, values)) ?? '');
  return chosen
    .replace(PLACEHOLDER, (_, name: string) => (known(values[name]) ? String(values[name]) : ''))
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Names of the values that a text may use. */
export function placeholdersOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
}

function complete(text: string, values: TextValues): boolean {
  return [...placeholdersOf(text)].every((name) => known(values[name]));
}

function known(value: TextValues[string]): boolean {
  return value !== undefined && value !== null && value !== '';
}
