import { type ChildProcess, spawn } from 'node:child_process';
import type { ExitRecord } from '../types.ts';
import { Drain } from './drain.ts';
import type { ProcessListener, RunningProcess, StartOptions } from './running.ts';

/**
 * Starts a program without a terminal, in a session of its own, its output and error output in one stream in the order of arrival.
 * (On POSIX the start line has sent both to one pipe, so that is the order of writing.)
 * @throws Error when the system gives no process
 */
export function startWithPipes(options: StartOptions, listener: ProcessListener): Promise<RunningProcess> {
  const { file, args, cwd, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd,
      env: { ...env },
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'pipe', process.platform === 'win32' ? 'pipe' : 'ignore'],
    });
    child.once('error', reject);
    child.once('spawn', () => {
      child.removeListener('error', reject);
      // A signal that could not be sent is reported to whoever sends it, through process.kill.
      child.on('error', () => undefined);
      resolve(running(child, listener));
    });
  });
}

function running(child: ChildProcess, listener: ProcessListener): RunningProcess {
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const stdin = child.stdin;
  let exit: ExitRecord = { code: null, signal: null, at: 0 };
  const drain = new Drain(() => {
    stdin?.destroy();
    for (const output of outputs) output.destroy();
    listener.onEnd(exit);
  });
  for (const output of outputs) {
    output.on('data', (bytes: Buffer) => {
      drain.data();
      listener.onData(bytes);
    });
    // 'close' follows.
    output.on('error', () => output.destroy());
  }
  // Each write learns of a closed pipe by its own callback.
  stdin?.on('error', () => undefined);
  child.on('exit', (code, signal) => {
    exit = { code, signal, at: Date.now() };
    drain.programEnded();
  });
  child.on('close', () => drain.done());
  return {
    pid: child.pid ?? -1,
    input: {
      write(bytes, done) {
        if (stdin === null || stdin.destroyed || stdin.writableEnded) done(new Error('the input is closed'));
        else stdin.write(bytes, (error) => done(error ?? null));
      },
      close: () => stdin?.destroy(),
    },
    setPaused(paused) {
      drain.setPaused(paused);
      for (const output of outputs) {
        if (paused) output.pause();
        else output.resume();
      }
    },
    resize: () => undefined,
    endInput: () => stdin?.end(),
  };
}
