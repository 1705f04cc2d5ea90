import { constants } from 'node:fs';
import { access, appendFile, stat, writeFile } from 'node:fs/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorCode } from '../file-errors.ts';
import { type ProcessName, processFile, readProcessFile } from '../spool/files.ts';
import type { ChildSpec } from '../types.ts';
import { gated } from './gate.ts';
import { CHILD_VARIABLE } from './mark.ts';
import { startWithPipes } from './pipes.ts';
import { openTerminalMasters, startPosixPty } from './posix-pty.ts';
import { startTimeOf } from './process-list.ts';
import type { ProcessListener, RunningProcess } from './running.ts';
import { startWindowsPty } from './windows-pty.ts';

const WINDOWS = process.platform === 'win32';

/**
 * Says what is wrong with a program or its folder before anything is started, while it can still be said clearly.
 * @throws KimiError FOLDER_MISSING | FOLDER_UNREADABLE | BINARY_MISSING | BINARY_NOT_EXECUTABLE
 */
export async function checkStartable({ file, cwd }: Pick<ChildSpec, 'file' | 'cwd'>): Promise<void> {
  const folder = await stat(cwd).catch((error: unknown) => {
    throw new KimiError(errorCode(error) === 'EACCES' ? 'FOLDER_UNREADABLE' : 'FOLDER_MISSING', { path: cwd, reason: errorCode(error) });
  });
  if (!folder.isDirectory()) throw new KimiError('FOLDER_MISSING', { path: cwd, reason: 'ENOTDIR' });
  await access(cwd, constants.X_OK).catch((error: unknown) => {
    throw new KimiError('FOLDER_UNREADABLE', { path: cwd, reason: errorCode(error) });
  });
  const program = await stat(file).catch((error: unknown) => {
    throw new KimiError('BINARY_MISSING', { path: file, reason: errorCode(error) });
  });
  if (!program.isFile()) throw new KimiError('BINARY_NOT_EXECUTABLE', { path: file, reason: 'EISDIR' });
  await access(file, constants.X_OK).catch((error: unknown) => {
    throw new KimiError('BINARY_NOT_EXECUTABLE', { path: file, reason: errorCode(error) });
  });
}

/**
 * Starts a child so that its process is on record in `folder` before the program runs (on Windows: right after).
 * @throws KimiError SPAWN_FAILED
 */
export async function startProcess(
  spec: ChildSpec,
  folder: string,
  listener: ProcessListener,
): Promise<{ readonly running: RunningProcess; readonly name: ProcessName }> {
  const { cwd, cols, rows, kind } = spec;
  const env = { ...spec.env, [CHILD_VARIABLE]: spec.childId };
  const command = WINDOWS ? spec : gated(spec, processFile(folder), openTerminalMasters(), kind === 'pipe');
  const options = { file: command.file, args: command.args, cwd, env, cols, rows };
  try {
    const start = kind === 'pipe' ? startWithPipes : WINDOWS ? startWindowsPty : startPosixPty;
    const running = await start(options, listener);
    return { running, name: await nameOf(running.pid, folder) };
  } catch (error) {
    if (error instanceof KimiError) throw error;
    throw new KimiError(
      'SPAWN_FAILED',
      { path: spec.file, reason: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

async function nameOf(pid: number, folder: string): Promise<ProcessName> {
  const startTime = await startTimeOf(pid);
  if (WINDOWS) await writeFile(processFile(folder), `${pid}\n`);
  // A program that ended at once is no longer known to the system, but its own record is.
  if (startTime === null) return (await readProcessFile(folder)) ?? { pid, startTime: '' };
  // Where the start line cannot see its start time itself, or there is none.
  if (process.platform !== 'linux') await appendFile(processFile(folder), `${startTime}\n`);
  return { pid, startTime };
}
