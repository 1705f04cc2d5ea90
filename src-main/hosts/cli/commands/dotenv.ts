import { KimiError } from '#shared/errors/kimi-error.ts';

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/;

/**
 * Names and values of a .env file: `NAME=value` a line, `export` before it, `#` comments, quotes around values ('…' as it stands,
 * "…" with \n, \", \\), values in quotes over several lines. Pure.
 * @param from what the text is called: a file's path, or stdin
 * @throws KimiError INVALID_INPUT with the number of a line that is none
 */
export function readDotenv(text: string, from: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let number = 0; number < lines.length; number += 1) {
    const line = lines[number] ?? '';
    if (/^\s*(#|$)/.test(line)) continue;
    const start = number + 1;
    const [, name, rest = ''] = LINE.exec(line) ?? [];
    // The line itself is not said: it may be a secret.
    if (name === undefined) throw new KimiError('INVALID_INPUT', { field: from, line: start, reason: 'the line is not NAME=value' });
    const quote = rest[0];
    if (quote !== '"' && quote !== "'") {
      found.set(name, rest.replace(/\s+#.*$/, '').trimEnd());
      continue;
    }
    let value = rest.slice(1);
    while (endOf(value, quote) < 0 && number + 1 < lines.length) {
      number += 1;
      value += `\n${lines[number] ?? ''}`;
    }
    const end = endOf(value, quote);
    if (end < 0) throw new KimiError('INVALID_INPUT', { field: from, line: start, reason: 'its quote is not closed' });
    found.set(name, quote === '"' ? unescaped(value.slice(0, end)) : value.slice(0, end));
  }
  return found;
}

/** Where the closing quote is; -1 when there is none. */
function endOf(text: string, quote: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function unescaped(text: string): string {
  return text.replace(/\\([nrt"\\$])/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);
}
