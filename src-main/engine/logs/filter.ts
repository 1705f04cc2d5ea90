import { LOG_LEVELS, type LogLevel, type LogLine } from '#shared/contract/index.ts';
import { whenOf } from '#shared/when.ts';

/** What somebody looks for. */
export interface LogFilter {
  /** This level and what is graver. */
  readonly level?: LogLevel | undefined;
  /** A time as a person writes it. */
  readonly since?: string | undefined;
  /** In the whole line; case does not matter. */
  readonly text?: string | undefined;
  /** In the whole line. */
  readonly pattern?: RegExp | undefined;
  readonly call?: string | undefined;
}

/** A filter that can be asked. */
export interface WantedLines {
  /** ms since the epoch; no line before it is wanted. */
  readonly since: number;
  /** Whether the text of a line may be wanted, before anything is made of it. */
  readonly text: (text: string) => boolean;
  readonly line: (line: LogLine) => boolean;
}

/** @param now ms since the epoch @param field how the caller calls `since` @throws KimiError INVALID_INPUT when a time is none */
export function wantedLines({ level, since, text, pattern, call }: LogFilter, now: number, field = 'since'): WantedLines {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : whenOf(since, field, now);
  const words = text?.toLowerCase();
  const gravest = LOG_LEVELS.indexOf(level ?? 'debug');
  return {
    since: from,
    text: (line) =>
      (words === undefined || line.toLowerCase().includes(words)) &&
      (pattern === undefined || pattern.test(line)) &&
      (call === undefined || line.includes(call)),
    line: (line) => line.at >= from && LOG_LEVELS.indexOf(line.level) <= gravest && (call === undefined || line.call === call),
  };
}
