import { parse, stringify, type TomlTable } from 'smol-toml';

/** What a setting can hold. */
export type TomlScalar = string | number | boolean;

/**
 * Sets one value in a TOML text, or takes it out (`null`), and leaves everything else as the person wrote it, comments and order
 * too. Falls back to writing the whole table anew when the text is laid out in a way that a line edit cannot follow.
 * @param path keys from the root; the last one names a plain value
 * @throws Error when `text` is no TOML
 */
export function setTomlValue(text: string, path: readonly string[], value: TomlScalar | null): string {
  const wanted = withValue(parse(text), path, value);
  const edited = editLine(text, path, value);
  return sameTable(edited, wanted) ? edited : stringify(wanted);
}

function withValue(table: TomlTable, path: readonly string[], value: TomlScalar | null): TomlTable {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error('a setting needs a name');
  const { [key]: below, ...others } = table;
  if (rest.length > 0) {
    // Nothing is made only to have nothing in it.
    if (value === null && !isTable(below)) return table;
    return { ...table, [key]: withValue(isTable(below) ? below : {}, rest, value) };
  }
  return value === null ? others : { ...table, [key]: value };
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function editLine(text: string, path: readonly string[], value: TomlScalar | null): string {
  const lines = text.split('\n');
  const section = path.slice(0, -1).join('.');
  const key = path.at(-1) ?? '';
  const line = value === null ? null : stringify({ [key]: value }).trimEnd();
  const [start, end] = sectionBounds(lines, section);
  if (start === -1) {
    const before = text.trimEnd();
    return line === null ? text : `${before}${before === '' ? '' : '\n\n'}[${section}]\n${line}\n`;
  }
  for (let i = start; i < end; i += 1) {
    const found = /^(\s*)([A-Za-z0-9_-]+)\s*=/.exec(lines[i] ?? '');
    if (found?.[2] !== key) continue;
    const comment = /\s#[^"']*$/.exec(lines[i] ?? '')?.[0] ?? '';
    lines.splice(i, 1, ...(line === null ? [] : [`${found[1]}${line}${comment}`]));
    return lines.join('\n');
  }
  if (line === null) return text;
  // Behind the section's last written line, so that blank lines before the next section stay where they are.
  let at = end;
  while (at > start && (lines[at - 1] ?? '').trim() === '') at -= 1;
  lines.splice(at, 0, line);
  return lines.join('\n');
}

/** First line behind the section's heading and the line of the next heading; start -1 when the section is not there. */
function sectionBounds(lines: readonly string[], section: string): readonly [number, number] {
  const heading = (line: string) => /^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]/.exec(line)?.[1];
  const start = section === '' ? 0 : lines.findIndex((line) => heading(line) === section) + 1;
  if (start === 0 && section !== '') return [-1, -1];
  const next = lines.findIndex((line, i) => i >= start && /^\s*\[/.test(line));
  return [start, next === -1 ? lines.length : next];
}

function sameTable(text: string, wanted: TomlTable): boolean {
  try {
    return stringify(sorted(parse(text))) === stringify(sorted(wanted));
  } catch {
    // The edit broke the text: it is not the same, which is the answer.
    return false;
  }
}

function sorted(table: TomlTable): TomlTable {
  const entries = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, isTable(value) ? sorted(value) : value]));
}
