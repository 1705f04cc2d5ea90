import { execFile } from 'node:child_process';
import type { AgentInfo } from '#shared/contract/index.ts';
import { retry } from '#shared/retry/retry.ts';
import type { Environment } from '../../../launch/index.ts';

/** A command with what comes before its own arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface KimiVersion {
  readonly version: string;
  readonly generation: NonNullable<AgentInfo['generation']>;
}

/** Kimi answers in under a second; a cold disk or a machine on which several agents work has been seen to take more than ten. */
const VERSION_LIMIT_MS = 30_000;

/** What `--version` printed, told apart by its form: Kimi Code prints the bare number, the Python CLI `kimi, version …`. */
export function parseVersion(output: string): KimiVersion | null {
  const python = /^kimi(?:-cli)?, version (\S+)\s*$/m.exec(output)?.[1];
  if (python !== undefined) return { version: python, generation: 'kimi-cli' };
  const bare = /^v?(\d+\.\d+\.\d+\S*)\s*$/m.exec(output)?.[1];
  if (bare !== undefined) return { version: bare, generation: 'kimi-code' };
  const any = /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0];
  return any === undefined ? null : { version: any, generation: 'unknown' };
}

/** What the system refuses for want of processes or open files, it grants a moment later. */
const START_AGAIN = { tries: 4, firstMs: 100, mostMs: 1_000 };

/** What `--version` of a command prints. @throws Error with the reason when it fails, takes too long, or the system goes on refusing to start it */
export function askVersion(command: Command, env: Environment): Promise<string> {
  return retry(() => outputOf({ file: command.file, args: [...command.args, '--version'] }, env, VERSION_LIMIT_MS), START_AGAIN);
}

/** Runs a command for its output (at most 64 KiB of it); rejects with the reason when it fails or takes longer than `limitMs`. */
export function outputOf(command: Command, env: Environment, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command.file,
      [...command.args],
      { env: { ...env }, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.killed === true) reject(new Error(`no answer within ${limitMs / 1000} s`));
        else {
          const said = new Error((stderr.trim() || error.message).split('\n').at(-1) ?? error.message);
          // The system's own word where it did not start at all; a number is the exit code of one that did.
          reject(typeof error.code === 'string' ? Object.assign(said, { code: error.code }) : said);
        }
      },
    );
    child.stdin?.end();
  });
}
