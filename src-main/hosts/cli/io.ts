import { writeSync } from 'node:fs';

/** A stream that people or programs read us by. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

/** The process around a command, so that a test can be one. */
export interface CliIo {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** ms since the epoch. */
  now(): number;
}

/** The real process. Its streams are opened when they are asked for: a status needs one of the three. */
export function processIo(): CliIo {
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
  };
}

/** Writes all of `text` and resolves when the reader has it, so that nothing is cut off when the process ends. */
export function say(stream: OutputStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}

/**
 * Writes all of `text` to the process's own stdout without making a stream of that, which takes longer than to ask an engine. A console of
 * Windows takes letters from a stream only; and what a full pipe does not take at once waits in one.
 */
export async function print(text: string): Promise<void> {
  let left = Buffer.from(text);
  try {
    while (process.platform !== 'win32' && left.length > 0) left = left.subarray(writeSync(1, left));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return;
    if (code !== 'EAGAIN') throw error;
  }
  if (left.length === 0) return;
  endWithReader();
  await say(process.stdout, left);
}

/** A reader that left (`kimi-shell session list | head -1`) is no failure of ours; what could not be written is nobody's loss. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
