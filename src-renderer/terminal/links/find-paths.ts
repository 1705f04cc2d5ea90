import { CJK_MARKS } from '#shared/terminal/cjk-marks.ts';

/** A piece of text that looks like a path, and the place in it that is named. Whether it exists is another question. */
export interface PathInText {
  /** Where it stands, in UTF-16 units; what is clicked includes the line and the column. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Longer ones are no paths, and the engine takes none. */
const LONGEST = 1024;

/** Between quotes a path may have blanks; behind them a line may follow, as Python writes it. */
const QUOTED = /(["'`])((?:(?!\1)[^\n]){1,1024})\1(?:, line (\d{1,7})|:(\d{1,7})(?::(\d{1,7}))?)?/gu;
/** What stands between blanks, quotes and the lines that boxes are drawn with. */
const WORD = new RegExp(`[^\\s"'\`<>|*\\u2500-\\u259f${CJK_MARKS}…]+`, 'gu');
/** `:12`, `:12:5`, `:12-20`, `(12)`, `(12,5)`, `#L12`, `#L12-L20` behind a path, then what a sentence ends with. */
const PLACE = /^(.+?)(?:\((\d{1,7})(?:,\s?(\d{1,7}))?\)|:(\d{1,7})(?::(\d{1,7}))?(?:-\d{1,7})?|#L(\d{1,7})(?:-L?\d{1,7})?)?:?$/u;

/** Everything in a line of text that looks like a path, from left to right, none over another. */
export function findPaths(text: string): readonly PathInText[] {
  const quoted = [...text.matchAll(QUOTED)].flatMap((match) => {
    const [whole, , inside = '', pythonLine, line, column] = match;
    const found = pathWithPlace(inside, true);
    if (found === null) return [];
    const start = match.index + 1;
    const place = placeOf(pythonLine ?? line, column);
    // What is behind the quote belongs to the link only when it says a place.
    const end = place.line === undefined ? start + inside.length : match.index + whole.length;
    return [{ start, end, ...found, ...place }];
  });
  const words = [...text.matchAll(WORD)].flatMap((match) => {
    const [word] = match;
    const opening = /^[([{@,;]*/u.exec(word)?.[0].length ?? 0;
    const body = withoutTail(word.slice(opening));
    const found = pathWithPlace(body, false);
    const start = match.index + opening;
    return found === null || quoted.some((other) => start < other.end && match.index + word.length > other.start)
      ? []
      : [{ start, end: start + body.replace(/:$/, '').length, ...found }];
  });
  return [...quoted, ...words].sort((a, b) => a.start - b.start);
}

/** Without the marks that end a sentence, and brackets that were opened before it. */
function withoutTail(word: string): string {
  let body = word;
  for (;;) {
    const last = body.at(-1) ?? '';
    const unopened = (last === ')' && !body.includes('(')) || (last === ']' && !body.includes('[')) || last === '}';
    if (!unopened && !/[.,;!?]/.test(last)) return body;
    // `..` and `.` at the end are a folder.
    if (last === '.' && /(^|\/)\.{1,2}$/.test(body)) return body;
    body = body.slice(0, -1);
  }
}

function pathWithPlace(text: string, quoted: boolean): Omit<PathInText, 'start' | 'end'> | null {
  const match = PLACE.exec(text);
  if (match === null) return null;
  const [, path = '', bracketLine, bracketColumn, line, column, hashLine] = match;
  const place = placeOf(bracketLine ?? line ?? hashLine, bracketColumn ?? column);
  return looksLikePath(path, place.line !== undefined, quoted) ? { path, ...place } : null;
}

function placeOf(line: string | undefined, column: string | undefined): Pick<PathInText, 'line' | 'column'> {
  const lineNumber = Number(line);
  if (!(lineNumber >= 1)) return {};
  const columnNumber = Number(column);
  return columnNumber >= 1 ? { line: lineNumber, column: columnNumber } : { line: lineNumber };
}

function looksLikePath(path: string, hasLine: boolean, quoted: boolean): boolean {
  if (path.length > LONGEST || /^[a-z][a-z0-9+.-]+:\/\//i.test(path) || /^[\d.,:/%+-]*$/.test(path)) return false;
  // A slash, a name with an ending, or a bare name with a line (`Makefile:12`). Every other word would be asked for.
  return /[\\/]/.test(path) || /[^\s.]\.[\p{L}\p{N}_-]{1,16}$/u.test(path) || /^\.[\p{L}\p{N}]/u.test(path) || (hasLine && !quoted);
}
