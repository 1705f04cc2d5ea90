import { once } from 'node:events';

import { join } from 'node:path';
import winston from 'winston';
import { createRedactor, type Redactor } from '#shared/redaction/index.ts';
import { callField } from '../engine/calls/index.ts';
import { makeFolder } from '../engine/folders/index.ts';
import type { Logger } from '../engine/types.ts';
import { RotatingFile } from './rotating-file.ts';

/** A log that can be flushed and closed. */
export interface HostLogger extends Logger {
  /** What everything said goes through: whoever learns of a secret tells it. */
  readonly redactor: Redactor;
  /** Resolves when everything said so far is in the file. After it nothing is logged. */
  close(): Promise<void>;
}

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
// Five files of 5 MiB hold weeks of an ordinary engine and are still sent by mail.
const FILE_BYTES = 5 * 1024 * 1024;
const FILES = 5;

/**
 * JSON lines in `<data>/logs/<name>.log`, rotated, each with the call that it was said for. `level` is LOG_LEVEL (error, warn, info, debug); anything else means info.
 * Nothing logs a secret on purpose; what `redactor` (default: one that knows only what tokens look like) finds in an error message or in an
 * environment that somebody dumps is not written.
 * @throws NodeJS.ErrnoException when the folder or the file cannot be made
 */
export async function openLogger(
  dataFolder: string,
  name: string,
  level: string | undefined,
  redactor: Redactor = createRedactor(),
): Promise<HostLogger> {
  const folder = join(dataFolder, 'logs');
  await makeFolder(folder);
  const complain = (error: unknown) => {
    process.stderr.write(`the log cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  const file = await RotatingFile.open({ path: join(folder, `${name}.log`), maxBytes: FILE_BYTES, files: FILES, onProblem: complain });
  const transport = new winston.transports.Stream({ stream: file, eol: '\n' });
  const log = winston.createLogger({
    level: LEVELS.find((known) => known === level?.toLowerCase()) ?? 'info',
    format: winston.format.combine(winston.format.timestamp(), winston.format.errors({ stack: true }), winston.format.json()),
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
  const say = (severity: (typeof LEVELS)[number]) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (closed || !log.isLevelEnabled(severity)) return;
    if (underWay === 0) arrived = Promise.withResolvers<void>();
    underWay += 1;
    log.log({ ...callField(), ...(redactor.data(fields) as typeof fields), level: severity, message: redactor.text(message) });
  };
  return {
    redactor,
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
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
