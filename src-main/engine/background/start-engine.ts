import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isErrorCode } from '#shared/errors/codes.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { logFile, logsFolder, putAsideWhenFull } from '../../holder/log/log-files.ts';
import { REST_OPTIONS } from '../../holder/rest.ts';
import { makeFolder } from '../folders/index.ts';
import { engineEnvironment } from './engine-environment.ts';

/** An engine that is not there by then says why in its log. The first start copies 120 MB of runtime: 2 s, and ten times that on a busy disk. */
const START_WITHIN_MS = 30_000;
/** What an engine in the background says on its pipe once every door is open. One that does not start says `CODE {context}` there. */
export const ENGINE_READY = 'ready';
/** For the last words in the pipe to be read after the end of who said them; longer only where a child of it keeps the pipe open. */
const LAST_WORDS_MS = 500;
/** Last lines of what a failed start said; enough for its error line. */
const TOLD_BYTES = 8_192;

/** Where the engine writes what it says before it has a log, and what Node says about it. */
function startLog(dataFolder: string): string {
  return logFile(dataFolder, 'start');
}

/** Which engine is started, and for what. */
export interface BackgroundStart {
  readonly nodeBinary: string;
  /** Bundle of the headless host. */
  readonly hostEntry: string;
  readonly dataFolder: string;
  /** What the environment that it gets is taken from. */
  readonly env: NodeJS.ProcessEnv;
  /** Take the data folder over from whoever has it. */
  readonly takeOver?: boolean;
  readonly withinMs?: number;
}

/**
 * Starts the headless host in the background and resolves when it says on its pipe that every door is open. It outlives us:
 * own session, the data folder as its current folder, an environment built from an allow list, nothing of our terminal. A data
 * folder that was made for the demo gets the demo again: without its model, the sessions in it have nobody to talk to.
 * @throws KimiError what the host itself said, else ENGINE_START_FAILED
 */
export async function startEngine(options: BackgroundStart): Promise<void> {
  const { nodeBinary, hostEntry, dataFolder, env, takeOver = false, withinMs = START_WITHIN_MS } = options;
  const logPath = startLog(dataFolder);
  const log = await openLog(dataFolder, logPath);
  try {
    const { size: begin } = await log.stat();
    const demo = existsSync(join(dataFolder, 'demo', 'kimi')) ? ['--demo'] : [];
    const over = takeOver ? ['--take-over'] : [];
    const host = spawn(nodeBinary, [...REST_OPTIONS, hostEntry, '--for', 'call', '--data', dataFolder, ...demo, ...over], {
      cwd: dataFolder,
      env: engineEnvironment(env),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', log.fd],
    });
    const outcome = await firstLineOrEnd(host, withinMs);
    if (outcome === 'ready') return;
    const told = (await readFile(logPath)).subarray(begin).subarray(-TOLD_BYTES).toString('utf8');
    // Of the two only the pipe holds what is said of a full disk.
    throw failureFrom(`${told}\n${outcome === 'late' ? '' : outcome.said}`, outcome, logPath);
  } finally {
    await log.close();
  }
}

async function openLog(dataFolder: string, path: string) {
  try {
    await makeFolder(logsFolder(dataFolder));
    await putAsideWhenFull(path);
    return await open(path, 'a', 0o600);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new KimiError(
      reason === 'ENOSPC' ? 'DATA_FOLDER_FULL' : 'DATA_FOLDER_UNWRITABLE',
      { path: dataFolder, reason },
      { cause: error },
    );
  }
}

type Outcome = 'ready' | 'late' | { readonly ended: string; readonly said: string };

async function firstLineOrEnd(host: ChildProcess, withinMs: number): Promise<Outcome> {
  const { stdout } = host;
  if (stdout === null) throw new KimiError('INTERNAL', { reason: 'the engine was started without a pipe' });
  const lines = createInterface({ input: stdout });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  const { signal } = limit;
  const said: string[] = [];
  const read = once(lines, 'close');
  lines.on('line', (line) => said.push(line));
  const end = once(host, 'exit', { signal }).then(async ([code, killedBy]): Promise<Outcome> => {
    await settlesWithin(read, LAST_WORDS_MS);
    return { ended: String(code ?? killedBy), said: said.join('\n').slice(-TOLD_BYTES) };
  });
  const ready = once(lines, 'line', { signal }).then(([line]) => (line === ENGINE_READY ? 'ready' : end));
  try {
    return await Promise.race([ready, end]);
  } catch (error) {
    if (signal.aborted) return 'late';
    throw new KimiError('ENGINE_START_FAILED', { reason: String(error) }, { cause: error });
  } finally {
    clearTimeout(timer);
    limit.abort();
    lines.close();
    stdout.destroy();
    host.unref();
  }
}

/** The host's last line is its error as `CODE {context}`; anything else is told as a start that failed. */
function failureFrom(told: string, outcome: Exclude<Outcome, 'ready'>, log: string): KimiError {
  const [, code, context = '{}'] = [...told.matchAll(/^([A-Z_]{4,}) (\{.*\})$/gm)].at(-1) ?? [];
  if (isErrorCode(code)) return new KimiError(code, { ...(JSON.parse(context) as ErrorContext), log });
  const reason = outcome === 'late' ? 'it did not say that it is ready in time' : `it ended with ${outcome.ended}`;
  return new KimiError('ENGINE_START_FAILED', { reason, log });
}
