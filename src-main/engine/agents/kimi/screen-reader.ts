import type { Spoken } from '#shared/messages/said.ts';
import type { ScreenText } from '../../../mirror/types.ts';
import { oneLine } from './one-line.ts';
import { retryInWords } from './words.ts';

/** What Kimi's screen shows at its lower end, where it always draws what it wants next. */
export type ScreenPart =
  | { readonly kind: 'blank' }
  /** "Trust this folder?", before anything else. */
  | { readonly kind: 'trust'; readonly what: string }
  /** A menu in place of the input box: text that is sent now would act on it. */
  | { readonly kind: 'panel'; readonly panel: 'approval' | 'question' | 'other'; readonly what: string }
  | {
      readonly kind: 'box';
      /** Spinner above the box; `retry` when it says that Kimi tries again. */
      readonly busy: { readonly retry: Spoken | null } | null;
      /** Text in the box that was not sent. */
      readonly draft: string;
      /** Messages that wait for the end of the turn. */
      readonly queued: readonly string[];
      /** The error that the last message ended in. */
      readonly error: string | null;
      readonly noModel: boolean;
    }
  /** `error`: a line that starts with "error:", the last thing a program says that could not start. */
  | { readonly kind: 'unknown'; readonly error: string | null };

export interface ScreenReading {
  readonly part: ScreenPart;
  /** The session's id in the welcome box; null when it is not (or not whole) on the screen. */
  readonly sessionId: string | null;
}

// Kimi's rules start in the first or second column; what a panel shows is indented further.
const RULE = /^ ?─{3,}\s*$/;
const BOX_TOP = /^\s*╭─+╮\s*$/;
const BOX_BOTTOM = /^\s*╰─+╯\s*$/;
const BOX_INPUT = /^\s*│ [>!$❯] ?/;
const SPINNER = /^\s*(?:[🌑🌒🌓🌔🌕🌖🌗🌘]|[\u2801-\u28ff])(?:\s|$)/u;
const RETRYING = /Retrying \((\d+)\/(\d+)\)/;
const CHOICE = /^\s*[▶❯→]?\s*\d\. \S/;
const QUESTION_CHOICE = /^\s*[▶❯→]?\s*\[\d\] \S/;
const APPROVAL_HINT = /select ·|↵ confirm|Type feedback/;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const SESSION_ROW = new RegExp(`^\\s*│\\s+Session:\\s+(session_${UUID})\\s*│?\\s*$`);
const NEW_SESSION_ROW = new RegExp(`^\\s*Started a new session \\((session_${UUID})\\)\\.?\\s*$`);
/** How far above the box the last message is looked for: an error with its advice takes four rows on a narrow screen. */
const MESSAGE_ROWS = 12;

/** Reads one screen. Pure; anything that it does not know is `unknown`, never a guess. */
export function readScreen(screen: Pick<ScreenText, 'lines' | 'cursor'>): ScreenReading {
  const lines = screen.lines.map((line) => line.trimEnd());
  return { part: readPart(lines, screen.cursor), sessionId: sessionIdOf(lines) };
}

function readPart(lines: readonly string[], cursor: ScreenText['cursor']): ScreenPart {
  if (lines.every((line) => line === '')) return { kind: 'blank' };
  const bottom = lines.findLastIndex((line) => BOX_BOTTOM.test(line));
  const rule = lines.findLastIndex((line) => RULE.test(line));
  if (rule > bottom) return readPanel(lines, rule);
  const top = bottom < 0 ? -1 : lines.slice(0, bottom).findLastIndex((line) => BOX_TOP.test(line));
  const first = lines[top + 1];
  if (bottom < 0 || first === undefined || (top >= 0 && !BOX_INPUT.test(first))) return { kind: 'unknown', error: fatalError(lines) };
  return readBox(lines, top, bottom, cursor);
}

function readPanel(lines: readonly string[], bottom: number): ScreenPart {
  const top = lines.slice(0, bottom).findLastIndex((line) => RULE.test(line));
  const rows = lines.slice(top + 1, bottom).filter((line) => line !== '');
  const title = stripMark(rows[0] ?? '');
  if (/^Trust this folder\?/.test(title)) {
    const folder = rows.find((row) => /^\s*(?:\/|[A-Za-z]:\\)/.test(row))?.trim();
    return { kind: 'trust', what: oneLine(folder === undefined ? title : `${title} ${folder}`) };
  }
  if (rows.some((row) => CHOICE.test(row)) && rows.some((row) => APPROVAL_HINT.test(row))) {
    const command = rows.find((row) => /^\s*\$ /.test(row))?.replace(/^\s*\$ /, '');
    return { kind: 'panel', panel: 'approval', what: oneLine(command ?? (CHOICE.test(title) ? '' : title)) };
  }
  if (rows.some((row) => QUESTION_CHOICE.test(row)) && rows.some((row) => /esc cancel|\bselect\b/.test(row))) {
    const asked = rows.find((row) => /^\s*\? /.test(row))?.replace(/^\s*\? /, '');
    return { kind: 'panel', panel: 'question', what: oneLine(asked ?? title) };
  }
  return { kind: 'panel', panel: 'other', what: oneLine(title) };
}

function stripMark(row: string): string {
  return row.trim().replace(/^[▶❯→]\s*/, '');
}

function readBox(lines: readonly string[], top: number, bottom: number, cursor: ScreenText['cursor']): ScreenPart {
  const above = lines.slice(Math.max(0, top - MESSAGE_ROWS), Math.max(0, top));
  const below = lines.slice(bottom + 1);
  const spinner = above.findLastIndex((line) => SPINNER.test(line));
  // The spinner stands next to the box, or above the queue; further up it is a message being written.
  const busy = spinner >= 0 && above.slice(spinner + 1).every((line) => line !== '' || RULE.test(line));
  const retry = busy ? RETRYING.exec(above[spinner] ?? '') : null;
  const message = stripMark(above[spinner + 1] ?? '');
  return {
    kind: 'box',
    busy: busy ? { retry: retry === null ? null : retryInWords({ next: Number(retry[1]), of: Number(retry[2]), message }) } : null,
    draft: draftOf(lines, top, bottom, cursor),
    queued: above.filter((line) => /^ {2,4}❯ /.test(line)).map((line) => stripMark(line)),
    error: busy ? null : lastError(above),
    noModel: below.some((line) => /context: \d+%$/.test(line)),
  };
}

function draftOf(lines: readonly string[], top: number, bottom: number, cursor: ScreenText['cursor']): string {
  const rows = lines.slice(top + 1, bottom).map((row) => row.replace(/^\s*│ ?/, '').replace(/│?\s*$/, ''));
  const text = rows
    .map((row, index) => (index === 0 ? row.replace(/^[>!$❯] ?/, '').trimEnd() : row.trim()))
    .join('\n')
    .trim();
  const start = (lines[top + 1]?.search(/[>!$❯]/) ?? 0) + 2;
  // Text behind a cursor that stands at the very start is a hint that Kimi shows, not something typed.
  return cursor.row === top + 1 && cursor.col <= start ? '' : text;
}

function lastError(above: readonly string[]): string | null {
  for (const line of above.toReversed()) {
    const error = /^\s{1,4}Error: (.+)$/.exec(line)?.[1];
    if (error !== undefined) return oneLine(error);
    if (/^\s*[✨●✗]/u.test(line)) return null;
  }
  return null;
}

function fatalError(lines: readonly string[]): string | null {
  const error = lines.findLast((line) => /^ {0,2}error: ./i.test(line));
  return error === undefined ? null : oneLine(error.replace(/^ *error: /i, ''));
}

function sessionIdOf(lines: readonly string[]): string | null {
  for (const line of lines.toReversed()) {
    const id = (SESSION_ROW.exec(line) ?? NEW_SESSION_ROW.exec(line))?.[1];
    if (id !== undefined) return id;
  }
  return null;
}
