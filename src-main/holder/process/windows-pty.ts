import { createRequire } from 'node:module';
import type * as nodePty from 'node-pty';
import type { ProcessListener, RunningProcess, StartOptions } from './running.ts';

/** Starts a program in a Windows pseudo-terminal. The system's own conversion stands between program and bytes there. @throws Error */
export function startWindowsPty(options: StartOptions, listener: ProcessListener): RunningProcess {
  const require = createRequire(import.meta.url);
  const { spawn } = require('node-pty') as typeof nodePty;
  const { file, args, cwd, env, cols, rows } = options;
  const pty = spawn(file, [...args], { cwd, env: { ...env }, cols, rows });
  // node-pty 1.1.0 decodes as UTF-8 here whatever `encoding` says.
  pty.onData((data) => listener.onData(Buffer.from(data)));
  // Comes after the output pipe was closed, so everything has been handed over.
  pty.onExit(({ exitCode }) => listener.onEnd({ code: exitCode, signal: null, at: Date.now() }));
  return {
    pid: pty.pid,
    input: {
      write(bytes, done) {
        // Types of this version know strings only, though Buffers are passed through as they are.
        pty.write(bytes as unknown as string);
        done(null);
      },
      close: () => undefined,
    },
    setPaused(paused) {
      if (paused) pty.pause();
      else pty.resume();
    },
    resize: (newCols, newRows) => pty.resize(newCols, newRows),
    endInput: () => undefined,
  };
}
