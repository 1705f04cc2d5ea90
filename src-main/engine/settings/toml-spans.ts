import { parseSettingPath } from '#shared/contract/setting-path.ts';

/** One `key = value` of a TOML text, with where it stands (offsets into the text). */
export interface TomlEntry {
  /** Keys from the root. */
  readonly path: readonly string[];
  readonly keyStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Of the table that it is written in. */
  readonly table: readonly string[];
  /** Inside `{ … }`, and not on a line of its own. */
  readonly inline: boolean;
  /** The value is `{ … }`, so that more can be written into it. */
  readonly opens: boolean;
}

/** A `[table]` line. */
export interface TomlHeading {
  readonly path: readonly string[];
  readonly start: number;
  /** Behind its closing bracket. */
  readonly end: number;
}

/** Where everything in a TOML text is. */
export interface TomlSpans {
  readonly entries: readonly TomlEntry[];
  /** Tables; what stands in an array of tables is in none of them. */
  readonly headings: readonly TomlHeading[];
}

/** Reads where the keys and values of a text are. The text must be TOML (parse it first): what is wrong with it is not looked for here. */
export function tomlSpans(text: string): TomlSpans {
  const scan = new Scan(text);
  const headings: TomlHeading[] = [];
  let table: readonly string[] = [];
  let inArray = false;
  for (scan.skipBlank(); scan.at < text.length; scan.skipBlank()) {
    if (text[scan.at] !== '[') {
      scan.entry(table, table, !inArray, false);
      continue;
    }
    const start = scan.at;
    inArray = text[start + 1] === '[';
    scan.at += inArray ? 2 : 1;
    table = scan.key();
    scan.at += inArray ? 2 : 1;
    if (inArray) continue;
    headings.push({ path: table, start, end: scan.at });
  }
  return { entries: scan.entries, headings };
}

class Scan {
  at = 0;
  readonly entries: TomlEntry[] = [];
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Over spaces, line ends and comments. */
  skipBlank(): void {
    const blank = /(?:[\s\uFEFF]|#[^\n]*)*/y;
    blank.lastIndex = this.at;
    blank.exec(this.text);
    this.at = blank.lastIndex;
  }

  /** A key, and the spaces around it. */
  key(): readonly string[] {
    const dotted = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=\]])*/y;
    dotted.lastIndex = this.at;
    const [raw = ''] = dotted.exec(this.text) ?? [];
    this.at += raw.length;
    return parseSettingPath(raw);
  }

  /** @param told false: it is in an array, where no name leads to it */
  entry(table: readonly string[], prefix: readonly string[], told: boolean, inline: boolean): void {
    const keyStart = this.at;
    const path = [...prefix, ...this.key()];
    this.at += 1;
    this.skipSpaces();
    const valueStart = this.at;
    const opens = this.text[valueStart] === '{';
    this.value(table, path, told);
    if (told) this.entries.push({ path, keyStart, valueStart, valueEnd: this.at, table, inline, opens });
  }

  private skipSpaces(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
  }

  private value(table: readonly string[], path: readonly string[], told: boolean): void {
    const string = /"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}|'''(?:[^']|'{1,2}(?!'))*'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
    string.lastIndex = this.at;
    const found = string.exec(this.text);
    if (found !== null) {
      this.at += found[0].length;
      return;
    }
    const open = this.text[this.at];
    if (open === '[' || open === '{') {
      this.at += 1;
      for (;;) {
        this.skipBlank();
        const sign = this.text[this.at];
        if (sign === undefined) return;
        if (sign === ',') this.at += 1;
        else if (sign === ']' || sign === '}') {
          this.at += 1;
          return;
        } else if (open === '{') this.entry(table, path, told, true);
        else this.value(table, path, false);
      }
    }
    const bare = /[^,\]}#\n\r]*/y;
    bare.lastIndex = this.at;
    const [raw = ''] = bare.exec(this.text) ?? [];
    this.at += raw.trimEnd().length;
  }
}
