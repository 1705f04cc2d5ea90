import { execFile } from 'node:child_process';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { allowedEnvironment } from '../launch/index.ts';
import type { CommandEnd, RunCommand } from './types.ts';

/** A service that is stopped has 10 s of its own to end in; three times that is a manager that hangs. */
const ENDS_WITHIN_MS = 30_000;
const NO_SUCH_PROGRAM = 127;

/**
 * Runs the system's commands with the allowed part of `env`, in English and UTC, so that what they print can be read.
 * The returned function throws KimiError TIMED_OUT.
 */
export function systemCommands(env: NodeJS.ProcessEnv): RunCommand {
  const spoken = { ...allowedEnvironment(env, process.platform), LC_ALL: 'C', TZ: 'UTC', SYSTEMD_PAGER: '', SYSTEMD_COLORS: '0' };
  return (program, args) =>
    new Promise((resolve, reject) => {
      execFile(program, [...args], { env: spoken, timeout: ENDS_WITHIN_MS, windowsHide: true }, (error, stdout, stderr) => {
        if (error === null) return resolve({ code: 0, stdout, stderr });
        if (typeof error.code === 'number') return resolve({ code: error.code, stdout, stderr });
        if (error.killed === true) return reject(new KimiError('TIMED_OUT', { what: [program, ...args].join(' '), ms: ENDS_WITHIN_MS }));
        resolve({ code: NO_SUCH_PROGRAM, stdout, stderr: `${program}: ${error.code ?? error.message}` });
      });
    });
}

/** Runs a command that has to work. @throws KimiError SERVICE_REFUSED with what it said */
export async function must(run: RunCommand, program: string, args: readonly string[]): Promise<CommandEnd> {
  const end = await run(program, args);
  if (end.code !== 0) throw new KimiError('SERVICE_REFUSED', { command: [program, ...args].join(' '), reason: saidBy(end) });
  return end;
}

/** What a command said when it failed, in one line. */
export function saidBy({ code, stdout, stderr }: CommandEnd): string {
  const text = `${stderr}\n${stdout}`.replaceAll(/\s+/g, ' ').trim();
  return text === '' ? `exit code ${code}` : text;
}
