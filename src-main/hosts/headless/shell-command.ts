/** How the command line is called for a data folder, as a line for a POSIX shell. Pure. */
export function commandFor(dataFolder: string): string {
  return `KIMI_SHELL_HOME=${quoted(dataFolder)} npx kimi-shell`;
}

function quoted(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
