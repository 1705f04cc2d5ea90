import { spawn } from 'node:child_process';
import { ROOT, stepEnvironment } from './project.mjs';

/** Signals that a person or a supervisor ends a script with. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How long a step that was told to end may take before it is killed, ms. */
const GRACE_MS = 5_000;

/**
 * Runs a program in the checkout, its output shown as it comes. Resolves with its exit code; 128 + n for signal n as shells
 * have it, and 124 when it took longer than `timeoutMs`. Signals that end us are passed on, and the program is waited for.
 *
 * `input: 'none'` gives it no stdin, so that nothing can wait for a person who is not there; `output: 'stderr'` keeps our
 * stdout free.
 */
export function run(file, args, { env = {}, timeoutMs, input = 'none', output = 'show' } = {}) {
  return new Promise((resolve, reject) => {
    const ownGroup = timeoutMs !== undefined && process.platform !== 'win32';
    const child = spawn(file, args, {
      cwd: ROOT,
      env: stepEnvironment(env),
      stdio: [input === 'none' ? 'ignore' : 'inherit', output === 'stderr' ? process.stderr : 'inherit', 'inherit'],
      // A group of its own can be ended whole; a program that reads the terminal must stay in ours.
      detached: ownGroup,
    });
    let late = false;
    const kill = (signal) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      if (ownGroup) process.kill(-child.pid, signal);
      else child.kill(signal);
    };
    const passOn = (signal) => {
      // Ctrl-C reaches a program in our own group by itself.
      if (ownGroup || signal !== 'SIGINT') kill(signal);
    };
    for (const signal of ENDING) process.on(signal, passOn);
    const timers = [];
    if (timeoutMs !== undefined) {
      timers.push(
        setTimeout(() => {
          late = true;
          console.error(`\nno end after ${Math.round(timeoutMs / 1000)} s: stopping ${file} ${args.join(' ')}`);
          kill('SIGTERM');
          timers.push(setTimeout(() => kill('SIGKILL'), GRACE_MS));
        }, timeoutMs),
      );
    }
    const done = () => {
      for (const timer of timers) clearTimeout(timer);
      for (const signal of ENDING) process.off(signal, passOn);
    };
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code, signal) => {
      done();
      resolve(late ? 124 : (code ?? 128 + signalNumber(signal)));
    });
  });
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function signalNumber(signal) {
  return SIGNAL_NUMBERS[signal] ?? 0;
}
