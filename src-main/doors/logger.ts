import { once } from 'node:events';
import winston from 'winston';
import { LOG_LEVELS, type LogLevel } from '#shared/contract/index.ts';
import { callField } from '../engine/calls/index.ts';
import { makeFolder } from '../engine/folders/index.ts';
import type { SettingsService } from '../engine/settings/index.ts';
import type { Logger } from '../engine/types.ts';
import { logFile, logsFolder } from '../holder/log/log-files.ts';
import { RotatingFile } from '../holder/log/rotating-file.ts';

/** A log that can be flushed and closed. */
export interface HostLogger extends Logger {
  /** What is less grave than this is left out from now on; LOG_LEVEL, where it was given, stays what holds. */
  setLevel(level: LogLevel): void;
  /** Resolves when everything said so far is in the file. After it nothing is logged. */
  close(): Promise<void>;
}

// Nothing logs a token on purpose. This is for the error message or the environment dump that nobody thought of.
const TOKEN = /\bks[oc]_[A-Za-z0-9_.-]{20,}/g;
const LINK_CODE = /#code=[A-Za-z0-9_-]+/g;

/** Takes tokens and link codes out of a line of the log. */
export function redact(line: string): string {
  return line.replace(TOKEN, '[token]').replace(LINK_CODE, '#code=[code]');
}

const MESSAGE = Symbol.for('message');

const redacted = winston.format((info) => {
  const line = info[MESSAGE];
  if (typeof line === 'string') info[MESSAGE] = redact(line);
  return info;
});

/**
 * JSON lines in `<data>/logs/<writer>.log`, rotated, each with who said it and the call that it was said for. `level` is LOG_LEVEL (error,
 * warn, info, debug); without one it is `setLevel`'s, at first info.
 * @throws NodeJS.ErrnoException when the folder or the file cannot be made
 */
export async function openLogger(dataFolder: string, writer: string, level: string | undefined): Promise<HostLogger> {
  await makeFolder(logsFolder(dataFolder));
  const complain = (error: unknown) => {
    process.stderr.write(`the log cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  const file = await RotatingFile.open({ path: logFile(dataFolder, writer), onProblem: complain });
  const fixed = LOG_LEVELS.find((known) => known === level?.toLowerCase());
  const who = { process: writer, processId: process.pid };
  const transport = new winston.transports.Stream({ stream: file, eol: '\n' });
  const log = winston.createLogger({
    level: fixed ?? 'info',
    format: winston.format.combine(winston.format.timestamp(), winston.format.errors({ stack: true }), winston.format.json(), redacted()),
    transports: [transport],
  });
  // winston drops what is still on its way from logger to file when it is ended, so what was said and written is counted.
  let underWay = 0;
  let arrived = Promise.withResolvers<void>();
  arrived.resolve();
  transport.on('logged', () => {
    underWay -= 1;
    if (underWay === 0) arrived.resolve();
  });
  log.on('error', complain);
  let closed = false;
  const say = (severity: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (closed || !log.isLevelEnabled(severity)) return;
    if (underWay === 0) arrived = Promise.withResolvers<void>();
    underWay += 1;
    log.log({ ...who, ...callField(), ...fields, level: severity, message });
  };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel(wanted) {
      log.level = fixed ?? wanted;
    },
    async close() {
      if (closed) return;
      closed = true;
      await arrived.promise;
      log.close();
      const finished = once(file, 'close');
      file.end();
      await finished;
    },
  };
}

/** Lets a log keep to the setting `log.level`, as it is now and whenever it changes. */
export function followLevel(logger: Pick<HostLogger, 'setLevel'>, settings: Pick<SettingsService, 'current' | 'onChange'>): void {
  logger.setLevel(settings.current.log.level);
  settings.onChange(({ log }) => logger.setLevel(log.level));
}
