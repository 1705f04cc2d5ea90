import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { Environment } from './environment.ts';

/** What asking the login shell gave. `problem` says why the answer is only the engine's own allow list. */
export interface LoginAnswer {
  readonly env: Environment;
  readonly problem?: string;
}

/** The whole time a login shell gets; start-up files that take longer would hold up every session. */
const TOTAL_MS = 5_000;
/** Of it, for the interactive try; the rest is for the same shell without its interactive files. */
const INTERACTIVE_MS = 3_500;
/** Far above any real environment (Linux allows 2 MiB for arguments and environment together). */
const MAX_OUTPUT = 4 * 1024 * 1024;
const MARK_VARIABLE = 'KIMI_SHELL_MARK';
/** No quote in it, so that one pair of single quotes is enough in every shell. */
const PRINT = `process.stdout.write(process.env.${MARK_VARIABLE}+JSON.stringify(process.env)+process.env.${MARK_VARIABLE})`;

/** The person's login shell: SHELL, else the account's, else `/bin/sh`; accounts that may not log in get `/bin/sh`. */
export function loginShell(env: Environment, platform: NodeJS.Platform): string {
  if (platform === 'win32') return env.COMSPEC ?? env.ComSpec ?? 'cmd.exe';
  for (const candidate of [env.SHELL, accountShell()]) {
    if (candidate !== undefined && path.isAbsolute(candidate) && !/(nologin|false)$/.test(candidate) && isProgram(candidate))
      return candidate;
  }
  return '/bin/sh';
}

function accountShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined;
  } catch (error) {
    // A user id without an account (containers): there is no shell to know.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/**
 * Asks a login shell for its environment. Start-up files may print what they like: the answer stands between two
 * marks. Interactive first, because version managers (nvm and its like) sit in files that only interactive shells read;
 * when that ends without an answer or hangs, once more without. Takes at most 5 s, and never rejects.
 */
export async function askLoginShell(options: {
  readonly shell: string;
  readonly base: Environment;
  readonly nodeBinary: string;
}): Promise<LoginAnswer> {
  const started = performance.now();
  const interactive = await attempt(options, true, INTERACTIVE_MS);
  if (interactive.env !== null) return { env: interactive.env };
  const plain = await attempt(options, false, TOTAL_MS - (performance.now() - started));
  if (plain.env !== null) return { env: plain.env };
  return { env: options.base, problem: `${options.shell}: ${plain.problem}` };
}

/** Arguments that run one command in a login shell; csh and its kin take no other flag next to `-l`. */
export function loginArguments(shell: string, interactive: boolean, command: string): string[] {
  const name = path.basename(shell);
  if (name === 'csh' || name === 'tcsh') return [interactive ? '-ic' : '-c', command];
  if (name === 'nu') return ['-l', '-c', command];
  return interactive ? ['-l', '-i', '-c', command] : ['-l', '-c', command];
}

type Attempt = { readonly env: Environment; readonly problem?: never } | { readonly env: null; readonly problem: string };

function attempt(
  { shell, base, nodeBinary }: { readonly shell: string; readonly base: Environment; readonly nodeBinary: string },
  interactive: boolean,
  limitMs: number,
): Promise<Attempt> {
  const mark = randomBytes(16).toString('hex');
  // '\'' ends the quotes, adds a quote and starts them again: understood by sh, bash, zsh, fish and tcsh alike.
  const command = `'${nodeBinary.replaceAll("'", "'\\''")}' -e '${PRINT}'`;
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(shell, loginArguments(shell, interactive, command), {
        cwd: base.HOME ?? '/',
        env: { ...base, TERM: 'dumb', [MARK_VARIABLE]: mark },
        stdio: ['ignore', 'pipe', 'ignore'],
        // Its own session: an interactive shell without a terminal of its own must not reach for ours, and the whole group can be ended.
        detached: true,
      });
    } catch (error) {
      resolve({ env: null, problem: String(error) });
      return;
    }
    const finish = (result: Attempt) => {
      clearTimeout(timer);
      endGroup(child);
      child.stdout?.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish({ env: null, problem: `no answer within ${Math.round(limitMs)} ms` }), Math.max(limitMs, 0));
    const pieces: Buffer[] = [];
    let size = 0;
    child.stdout?.on('data', (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      const env = between(Buffer.concat(pieces).toString('utf8'), mark);
      if (env !== null) finish({ env });
      else if (size > MAX_OUTPUT) finish({ env: null, problem: 'start-up files printed without end' });
    });
    child.once('error', (error) => finish({ env: null, problem: error.message }));
    child.once('close', (code, signal) => finish({ env: null, problem: `ended with ${signal ?? code} before it answered` }));
  });
}

/** The environment between the two marks; null while it is not there whole. A start-up file may print the mark too (`env`), but never before a brace. */
function between(text: string, mark: string): Environment | null {
  const start = text.indexOf(`${mark}{`);
  const end = text.lastIndexOf(`}${mark}`);
  if (start < 0 || end < start) return null;
  const parsed: unknown = JSON.parse(text.slice(start + mark.length, end + 1));
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
