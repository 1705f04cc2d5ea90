import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { recordingVariables } from './coverage.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How `kimi-shell` of the built product is started on a data folder. */
export function cliCommand(dataFolder: string, args: readonly string[]) {
  return {
    file: join(ROOT, 'node_modules/node/bin/node'),
    args: [join(ROOT, 'out/main/cli.js'), ...args],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SHELL: '/bin/sh',
      LANG: 'C.UTF-8',
      KIMI_SHELL_HOME: dataFolder,
      ...recordingVariables(),
    },
  };
}

/** Runs `kimi-shell …` of the built product on a data folder, to its end. */
export function kimiShell(dataFolder: string, args: readonly string[], options: { readonly cwd?: string } = {}): Promise<CommandResult> {
  const { file, args: words, env } = cliCommand(dataFolder, args);
  const child = spawn(file, words, {
    cwd: options.cwd ?? dataFolder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout: Buffer.concat(out), stderr }));
  });
}

/** Runs a command that must work and answers in JSON. @throws Error with what it said on stderr */
export async function kimiShellJson<T>(dataFolder: string, args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await kimiShell(dataFolder, [...args, '--json']);
  if (code !== 0) throw new Error(`kimi-shell ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout.toString()) as T;
}
