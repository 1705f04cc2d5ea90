import { KimiError } from '../errors/kimi-error.ts';

const BARE = /^[A-Za-z0-9_-]+$/;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b', '"': '"', '\\': '\\' };

/**
 * The segments of a dotted name as TOML writes keys: bare words, `"quoted"` with escapes (`\"`, `\n`, `\u00e9`), `'literal'`.
 * @throws KimiError INVALID_INPUT with `field` "key" when it is no such name
 */
export function parseSettingPath(text: string): readonly string[] {
  const segments: string[] = [];
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const found = /^[ \t]*(?:([A-Za-z0-9_-]+)|'([^'\n]*)'|"((?:[^"\\\n]|\\[^\n])*)")[ \t]*/.exec(rest);
    if (found === null) throw malformed(text);
    const [whole, bare, literal, quoted = ''] = found;
    segments.push(bare ?? literal ?? unescaped(quoted, text));
    at += whole.length;
    if (at === text.length) return segments;
    if (text[at] !== '.') throw malformed(text);
    at += 1;
  }
}

/** The dotted name of these segments; those that are no bare words are quoted. `parseSettingPath` reads it back. */
export function printSettingPath(segments: readonly string[]): string {
  return segments.map((segment) => (BARE.test(segment) ? segment : `"${escaped(segment)}"`)).join('.');
}

function unescaped(text: string, whole: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)/gs, (_, sign: string) => {
    const known = ESCAPES[sign];
    if (known !== undefined) return known;
    const code = /^[uUx]([0-9a-fA-F]+)$/.exec(sign)?.[1];
    const point = code === undefined ? -1 : Number.parseInt(code, 16);
    // Halves of a pair are no characters, in TOML neither.
    if (point < 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed(whole);
    return String.fromCodePoint(point);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/["\\\p{Cc}]/gu, (sign) => {
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function malformed(text: string): KimiError {
  return new KimiError('INVALID_INPUT', { field: 'key', value: text, reason: 'a dotted name is expected' });
}
