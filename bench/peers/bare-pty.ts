import { type IPty, spawn } from 'node-pty';

/** A plain node-pty terminal of 80x24: the peer with nothing between the program and us. */
export interface BarePty {
  readonly pty: IPty;
  /** Next chunk of output. */
  next(): Promise<Buffer>;
  /** Every chunk, as it comes; replaces `next`. */
  onData(listener: (chunk: Buffer) => void): void;
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

/** Environment for programs of either side, so that both see the same. */
export const BENCH_ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: process.env.HOME ?? '/',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  PS1: '$ ',
};

/** Starts a program in a bare node-pty terminal with undecoded output. */
export function openBarePty(file: string, args: readonly string[], size = { cols: 80, rows: 24 }): BarePty {
  const pty = spawn(file, [...args], { ...size, encoding: null, env: { ...BENCH_ENV }, cwd: '/' });
  const chunks: Buffer[] = [];
  let waiting: ((chunk: Buffer) => void) | undefined;
  let listener = (chunk: Buffer): void => {
    if (waiting === undefined) chunks.push(chunk);
    else {
      const resolve = waiting;
      waiting = undefined;
      resolve(chunk);
    }
  };
  // With `encoding: null` node-pty hands over Buffers, though its types say string.
  pty.onData((data) => listener(data as unknown as Buffer));
  const exited = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  return {
    pty,
    exited,
    next: () =>
      new Promise((resolve) => {
        const chunk = chunks.shift();
        if (chunk === undefined) waiting = resolve;
        else resolve(chunk);
      }),
    onData: (to) => {
      listener = to;
      for (const chunk of chunks.splice(0)) to(chunk);
    },
    close: async () => {
      try {
        pty.kill('SIGKILL');
      } catch (error) {
        // It has ended already: there is nothing left to kill.
        if (!(error instanceof Error)) throw error;
      }
      await exited;
    },
  };
}
