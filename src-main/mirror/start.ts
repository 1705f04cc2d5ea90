import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { keepsCompiled } from '../holder/compiled-code.ts';
import { REST_OPTIONS } from '../holder/rest.ts';
import { connectMirror } from './client.ts';
import type { MirrorClient } from './types.ts';

/** From spawn to listening takes some 300 ms on a busy two-core machine. */
const START_MS = 10_000;
/** After its pipe was closed a mirror ends within milliseconds. */
const STOP_MS = 2000;
/** Kept of what a mirror writes to stderr, for the error that says why it did not start. */
const STDERR_KEPT = 4000;

const MirrorSays = z
  .string()
  .transform((line, context) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      context.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.looseObject({ message: z.string() }));

export interface StartMirrorOptions {
  /** Node's binary, and `mirror.js` (or `src-main/mirror/entry.ts`). */
  readonly nodeBinary: string;
  readonly script: string;
  readonly dataFolder: string;
  /** Called once when the process is gone, whoever ended it. */
  readonly onExit?: (reason: string) => void;
  /** Called with what it says about itself. */
  readonly onLog?: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** A running mirror and a connection to it. It ends with this process. Whoever wants it kept running starts the next one. */
export interface MirrorHandle {
  readonly pid: number;
  readonly socket: string;
  readonly client: MirrorClient;
  /** Ends it; resolves when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a mirror as a child process and connects to it.
 * @throws KimiError MIRROR_UNAVAILABLE when it does not come up
 */
export async function startMirror({ nodeBinary, script, dataFolder, onExit, onLog }: StartMirrorOptions): Promise<MirrorHandle> {
  const child = spawn(nodeBinary, [...REST_OPTIONS, script, '--data', dataFolder], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: dataFolder,
    env: { ...environment(), ...keepsCompiled(dataFolder) },
    windowsHide: true,
  });
  const stderr = collect(child);
  if (onLog !== undefined) hear(child, onLog);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
  try {
    const socket = await Promise.race([
      listening(child),
      exited.then((reason) => Promise.reject(new KimiError('MIRROR_UNAVAILABLE', { reason, stderr: stderr() }))),
    ]);
    const client = await connectMirror(socket);
    child.once('exit', (code, signal) => onExit?.(`it ended with ${signal ?? `code ${code}`}`));
    return { pid: child.pid ?? 0, socket, client, stop: () => stop(child, client, exited) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** What a mirror needs of the environment: where sockets lie when the data folder's path is too long, and what Windows needs to start a process. */
function environment(): NodeJS.ProcessEnv {
  const names = ['XDG_RUNTIME_DIR', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-STDERR_KEPT);
  });
  return () => text;
}

/** Lines of JSON are messages; anything else is what Node says when something is wrong. */
function hear(child: ChildProcess, onLog: NonNullable<StartMirrorOptions['onLog']>): void {
  if (child.stderr === null) return;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const { message = line, ...fields } = MirrorSays.safeParse(line).data ?? {};
    onLog(message, fields);
  });
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stdout } = child;
    if (stdout === null) return reject(new KimiError('MIRROR_UNAVAILABLE', { reason: 'it has no output' }));
    const lines = createInterface({ input: stdout });
    const timer = setTimeout(() => {
      lines.close();
      reject(new KimiError('MIRROR_UNAVAILABLE', { reason: `it did not listen within ${START_MS} ms` }));
    }, START_MS);
    lines.once('line', (line) => {
      clearTimeout(timer);
      lines.close();
      stdout.resume();
      try {
        resolve((JSON.parse(line) as { socket: string }).socket);
      } catch (error) {
        reject(new KimiError('MIRROR_UNAVAILABLE', { reason: `unexpected first line: ${line}` }, { cause: error }));
      }
    });
    child.once('exit', () => {
      clearTimeout(timer);
      lines.close();
    });
  });
}

async function stop(child: ChildProcess, client: MirrorClient, exited: Promise<string>): Promise<void> {
  client.close();
  child.stdin?.end();
  if (!(await settlesWithin(exited, STOP_MS))) child.kill('SIGKILL');
  await exited;
}
