import { once } from 'node:events';
import winston from 'winston';
import { LOG_LEVELS, type LogLevel } from '#shared/contract/index.ts';
import { createRedactor, type Redactor } from '#shared/redaction/index.ts';
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
  /** What everything said goes through: whoever learns of a secret tells it. */
  readonly redactor: Redactor;
  /** Resolves when everything said so far is in the file. After it nothing is logged. */
  close(): Promise<void>;
}

const MESSAGE = Symbol.for('message');

/** Hands lines to the file. (winston's own takes a turn of the event loop for each.) */
class ToFile extends winston.transports.Stream {
  readonly #file: RotatingFile;
  readonly #came: () => void;

  /** @param came called for each line that the file was given */
  constructor(file: RotatingFile, came: () => void) {
    super({ stream: file });
    this.#file = file;
    this.#came = came;
  }

  override log(info: Readonly<Record<symbol, unknown>>, next: () => void): void {
    this.#file.write(`${String(info[MESSAGE])}\n`);
    this.#came();
    next();
  }
}

/**
 * JSON lines in `<data>/logs/<writer>.log`, rotated, each with who said it and the call that it was said for. `level` is LOG_LEVEL (error,
 * warn, info, debug); without one it is `setLevel`'s, at first info. Nothing logs a secret on purpose; what `redactor` (default: one that knows
 * only what tokens look like) finds in an error message or in an environment that somebody dumps is not written.
 * @throws NodeJS.ErrnoException when the folder or the file cannot be made
 */
export async function openLogger(
  dataFolder: string,
  writer: string,
  level: string | undefined,
  redactor: Redactor = createRedactor(),
): Promise<HostLogger> {
  await makeFolder(logsFolder(dataFolder));
  const complain = (error: unknown) => {
    process.stderr.write(`the log cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  const file = await RotatingFile.open({ path: logFile(dataFolder, writer), onProblem: complain });
  const fixed = LOG_LEVELS.find((known) => known === level?.toLowerCase());
  const who = { process: writer, processId: process.pid };
  const log = winston.createLogger({
    level: fixed ?? 'info',
    format: winston.format.combine(winston.format.timestamp(), winston.format.errors({ stack: true }), winston.format.json()),
    transports: [new ToFile(file, () => came())],
  });
  // winston drops what is still on its way from logger to file when it is ended, so what was said and written is counted.
  let underWay = 0;
  let arrived = Promise.withResolvers<void>();
  arrived.resolve();
  const came = (): void => {
    underWay -= 1;
    if (underWay === 0) arrived.resolve();
  };
  log.on('error', complain);
  let closed = false;
  const say = (severity: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (closed || !log.isLevelEnabled(severity)) return;
    if (underWay === 0) arrived = Promise.withResolvers<void>();
    underWay += 1;
    log.log({ ...who, ...callField(), ...(redactor.data(fields) as typeof fields), level: severity, message: redactor.text(message) });
  };
  return {
    redactor,
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
