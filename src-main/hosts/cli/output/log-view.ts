import type { LogLevel, LogLine } from '#shared/contract/index.ts';
import type { Format, Style } from './style.ts';
import { oneLine } from './table.ts';

const COLOUR: Readonly<Record<LogLevel, Format>> = { error: 'red', warn: 'yellow', info: 'green', debug: 'dim' };
const LEVEL_CELLS = 5;
const PROCESS_CELLS = 8;

/** A line of the logs for a person: when, how grave, who, what, with which values, for which call. Always one line of the screen's own. */
export function logLineView({ at, level, process, call, message, fields }: LogLine, style: Style): string {
  const values = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`,
  );
  return [
    style.paint('dim', new Date(at).toISOString()),
    style.paint(COLOUR[level], level.padEnd(LEVEL_CELLS)),
    style.paint('cyan', oneLine(process).padEnd(PROCESS_CELLS)),
    [
      oneLine(message),
      ...values.map((value) => style.paint('dim', oneLine(value))),
      ...(call === undefined ? [] : [style.paint('dim', call)]),
    ].join(' '),
  ].join('  ');
}

/** As it is when it is one word. */
function quoted(text: string): string {
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}
