const REFERENCE = 'secret:';

/** How a value of an environment, or a setting, says that a secret is meant: by its name. Pure. */
export function referenceTo(name: string): string {
  return REFERENCE + name;
}

/** What stands for a secret's name in a reference; null for a text that is none. Pure. */
export function referredName(text: string): string | null {
  return text.startsWith(REFERENCE) ? text.slice(REFERENCE.length) : null;
}
