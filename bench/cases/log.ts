import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import winston from 'winston';
import { openLogger } from '../../src-main/doors/logger.ts';
import { listLogFiles, logsFolder } from '../../src-main/engine/logs/index.ts';
import { inCall } from '../../src-main/holder/call-id.ts';
import { type Benchmark, quantile } from '../harness.ts';

/** A burst as a busy engine has it when something breaks; below what makes either put a file aside. */
const LINES = 5_000;
const CALL = 'cal_0123456789abcdef0123';
const FIELDS = { procedure: 'session.create', connection: 'outside', code: 'FOLDER_NOT_FOUND' };
const MESSAGE = 'a call was refused';

/** L1: lines with fields, until they are in the file, beside winston with its own file transport and the same line. */
export const log: Benchmark = {
  id: 'L1',
  title: `${LINES} lines of the log`,
  peer: 'winston and its file transport, the same line',
  needs: [],
  pairs: 25,
  metrics: [{ id: 'L1', unit: 'ms', bound: 'most', target: 1.3 }],
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const calls: number[] = [];
    let said = 0;
    let theirSaid = 0;
    return {
      async ours() {
        const logger = await openLogger(folder, 'engine', 'info');
        const startedAt = performance.now();
        inCall(CALL, () => {
          for (let i = 0; i < LINES; i += 1) logger.warn(MESSAGE, FIELDS);
        });
        calls.push(((performance.now() - startedAt) * 1000) / LINES);
        await logger.close();
        const took = performance.now() - startedAt;
        said += LINES;
        return { L1: took };
      },
      async theirs() {
        const file = new winston.transports.File({ filename: join(folder, 'bare'), eol: '\n' });
        const logger = winston.createLogger({
          level: 'info',
          format: winston.format.combine(winston.format.timestamp(), winston.format.errors({ stack: true }), winston.format.json()),
          transports: [file],
        });
        await once(file, 'open');
        const startedAt = performance.now();
        for (let i = 0; i < LINES; i += 1)
          logger.log({ process: 'engine', processId: process.pid, call: CALL, ...FIELDS, level: 'warn', message: MESSAGE });
        const finished = once(file, 'finish');
        logger.end();
        await finished;
        const took = performance.now() - startedAt;
        theirSaid += LINES;
        return { L1: took };
      },
      notes: () => ({ 'a call, until it returns': `${quantile(calls, 0.5).toFixed(1)} µs` }),
      async verify() {
        const files = await Promise.all((await listLogFiles(logsFolder(folder))).map(({ path }) => readFile(path, 'utf8')));
        const lines = lineCount(files.join(''));
        if (lines !== said) throw new Error(`of ${said} lines ${lines} are in the files`);
        const theirs = lineCount(await readFile(join(folder, 'bare'), 'utf8'));
        if (theirs !== theirSaid) throw new Error(`of ${theirSaid} lines the peer wrote ${theirs}`);
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
