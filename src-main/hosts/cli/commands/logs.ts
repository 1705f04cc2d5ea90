import { z } from 'zod';
import { LOG_LEVELS, type LogLevel, type LogLine } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { followLogs, LOG_BUDGET_BYTES, listLogFiles, logsFolder, readLogs, wantedLines } from '../../../engine/logs/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { logLineView } from '../output/log-view.ts';
import { Reader } from '../output/reader.ts';
import type { RawValue } from '../program/read-input.ts';
import type { ExtraCommand } from './extra-command.ts';
import { numberIn } from './given-number.ts';

/** Without a beginning that was asked for, as many as a person scrolls through. */
const NEWEST = 200;
/** Lines handed to a slow reader at a time. */
const PIECE = 500;
const Lines = z.number().min(1);

/** The logs of all processes. They are files, so they are read without an engine. */
export const LOG_COMMANDS: readonly ExtraCommand[] = [
  {
    command: 'logs',
    summary: 'Show what every process logged, in the order of time',
    arguments: [],
    options: [
      { flags: '--follow', description: 'go on with what is logged from now on' },
      { flags: '--level <level>', description: `this level and what is graver: ${LOG_LEVELS.join(', ')}` },
      { flags: '--since <time>', description: 'from this time on: 2026-11-28, 2026-11-28T14:00Z, or an age such as 10m, 2h, 7d' },
      { flags: '--grep <pattern>', description: 'only lines in which this regular expression is found; case does not matter' },
      { flags: '--call <name>', description: 'only what was said for this call (cal_…)' },
      { flags: '--lines <number>', description: `as many of the newest (default: ${NEWEST}, or all with --since)` },
    ],
    run: (_words, options, context) => showLogs(options, context),
  },
  {
    command: 'logs path',
    summary: 'Say in which folder the logs are',
    arguments: [],
    options: [],
    run: (_words, _options, context) => logsPath(context),
  },
];

async function showLogs(options: Readonly<Record<string, RawValue>>, context: CommandContext): Promise<Outcome> {
  const { io, json, texts, style, dataFolder } = context;
  const since = textOf(options.since);
  const filter = { since, level: levelOf(options.level), pattern: patternOf(options.grep), call: textOf(options.call) };
  const limit = options.lines === undefined ? null : numberIn(Lines, String(options.lines), '--lines');
  const most = limit ?? (since === undefined ? NEWEST : Number.POSITIVE_INFINITY);
  const wanted = wantedLines(filter, io.now(), '--since');
  const stdout = new Reader(io.stdout);
  const print = async (lines: readonly LogLine[]): Promise<void> => {
    for (let at = 0; at < lines.length; at += PIECE) {
      const piece = lines.slice(at, at + PIECE);
      await stdout.write(piece.map((line) => `${json ? documentOf(line) : logLineView(line, style)}\n`).join(''));
    }
  };
  const folder = logsFolder(dataFolder);
  const ended = new AbortController();
  const show = async (): Promise<void> => {
    const { lines, end } = await readLogs(folder, { wanted, limit: most, signal: ended.signal });
    await print(lines);
    if (options.follow === true) for await (const { lines } of followLogs(folder, wanted, end, ended.signal)) await print(lines);
    else if (lines.length === 0 && !json) io.stderr.write(`${texts.t('cli.logs.none', { folder })}\n`);
  };
  await Promise.race([show(), stdout.left.then(() => ended.abort())]);
  return { kind: 'done', exit: EXIT.done };
}

async function logsPath({ dataFolder }: CommandContext): Promise<Outcome> {
  const path = logsFolder(dataFolder);
  const files = (await listLogFiles(path)).map(({ path, bytes }) => ({ path, bytes }));
  const used = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return { kind: 'result', value: { path, bytes: used, mostBytes: LOG_BUDGET_BYTES, files }, text: path };
}

/** A line as one document a program reads: what was logged, with the time as ISO 8601. */
function documentOf({ at, level, process, processId, call, message, fields }: LogLine): string {
  return JSON.stringify({ timestamp: new Date(at).toISOString(), level, process, processId, call, message, ...fields });
}

function textOf(value: RawValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function levelOf(value: RawValue): LogLevel | undefined {
  const text = textOf(value);
  const level = LOG_LEVELS.find((known) => known === text?.toLowerCase());
  if (text !== undefined && level === undefined)
    throw new KimiError('INVALID_INPUT', { field: '--level', value: text, reason: 'one of these is expected', allowed: [...LOG_LEVELS] });
  return level;
}

function patternOf(value: RawValue): RegExp | undefined {
  const text = textOf(value);
  try {
    return text === undefined ? undefined : new RegExp(text, 'i');
  } catch (error) {
    throw new KimiError(
      'INVALID_INPUT',
      { field: '--grep', value: text ?? '', reason: 'a regular expression is expected' },
      { cause: error },
    );
  }
}
