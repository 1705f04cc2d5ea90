import { closeSync, constants, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants as os } from 'node:os';
import { dirname, resolve } from 'node:path';
import { ReadStream } from 'node:tty';
import type { ExitRecord } from '../types.ts';
import { Drain } from './drain.ts';
import { FdSink } from './fd-sink.ts';
import { send } from './process-tree.ts';
import { readOn } from './read-on.ts';
import type { ProcessListener, RunningProcess, StartOptions } from './running.ts';

/** The part of node-pty's native module that is used; its version is pinned, and a test spawns through it. */
interface NativePty {
  fork(
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (code: number, signal: number) => void,
  ): { readonly fd: number; readonly pid: number; readonly pty: string };
  resize(fd: number, cols: number, rows: number): void;
}

interface LoadedNative {
  readonly dir: string;
  readonly module: NativePty;
}

let loaded: { readonly pty: NativePty; readonly helper: string } | null = null;

/**
 * node-pty's public `spawn` closes a terminal 200 ms after its program ended, read or not, swallows write errors and busy-waits while a program
 * does not read its input. So only its native half is used: fork in a new session, and resize.
 */
function native(): { readonly pty: NativePty; readonly helper: string } {
  if (loaded !== null) return loaded;
  const require = createRequire(import.meta.url);
  const { loadNativeModule } = require('node-pty/lib/utils') as { loadNativeModule: (name: string) => LoadedNative };
  const { dir, module } = loadNativeModule('pty');
  // macOS starts programs through a helper that lies beside the binary.
  loaded = { pty: module, helper: resolve(dirname(require.resolve('node-pty')), dir, 'spawn-helper') };
  return loaded;
}

/** Master descriptors that are open in this process: every later child would inherit them (see gate.ts). */
const openMasters = new Set<number>();

/** Descriptors that a child started now must close. */
export function openTerminalMasters(): readonly number[] {
  return [...openMasters];
}

/** Starts a program in a terminal and a session of its own. @throws Error when the system gives no terminal or no process */
export function startPosixPty(options: StartOptions, listener: ProcessListener): RunningProcess {
  const { pty, helper } = native();
  const { file, args, cwd, cols, rows } = options;
  const env = Object.entries(options.env).map(([name, value]) => `${name}=${value}`);
  let exit: ExitRecord | null = null;
  let ended = false;
  let slave: number | null = null;

  const term = pty.fork(file, args, env, cwd, cols, rows, -1, -1, true, helper, (code, signal) => {
    const at = Date.now();
    exit = signal === 0 ? { code, signal: null, at } : { code: null, signal: signalName(signal), at };
    if (slave !== null) closeSync(slave);
    if (ended) drain.done();
    else drain.programEnded();
  });
  openMasters.add(term.fd);
  slave = openSlave(term);
  const output = new ReadStream(term.fd);
  const input = new FdSink(term.fd);
  const drain = new Drain(() => {
    input.close();
    output.destroy();
    listener.onEnd(exit ?? { code: null, signal: null, at: Date.now() });
  });

  const outputEnded = (): void => {
    // The number is used again after this; nothing may write to it.
    ended = true;
    openMasters.delete(term.fd);
    input.close();
    if (exit !== null) drain.done();
  };
  output.on('data', (bytes: Buffer) => {
    drain.data();
    listener.onData(listener.gathers() ? bytes : readOn(term.fd, bytes));
  });
  // Linux reports the end of a terminal's output as EIO; 'close' follows either way.
  output.on('error', outputEnded);
  output.on('end', () => output.destroy());
  output.on('close', outputEnded);

  return {
    pid: term.pid,
    input,
    setPaused(paused) {
      drain.setPaused(paused);
      if (paused) output.pause();
      else output.resume();
    },
    resize(newCols, newRows) {
      if (ended || output.destroyed) throw new Error('the terminal is closed');
      pty.resize(term.fd, newCols, newRows);
    },
    endInput() {
      // A program in a terminal is told by its own end-of-file key.
    },
  };
}

/**
 * Opens the program's side of a terminal, to hold it open until the program has ended: one that nobody has open reports its end, and once
 * that was read it is hung up. A program that closes its three descriptors before it ends, as cat does, would be killed by that, and one that
 * closes them to open them again as well.
 */
function openSlave(term: { readonly fd: number; readonly pid: number; readonly pty: string }): number {
  try {
    return openSync(term.pty, constants.O_RDWR | constants.O_NOCTTY);
  } catch (error) {
    openMasters.delete(term.fd);
    closeSync(term.fd);
    send(term.pid, 'SIGKILL');
    throw error;
  }
}

const SIGNAL_NAMES = new Map(Object.entries(os.signals).map(([name, number]) => [number, name]));

function signalName(number: number): string {
  return SIGNAL_NAMES.get(number as never) ?? `SIG${number}`;
}
