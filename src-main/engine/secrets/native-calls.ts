import { untilAborted } from './ended.ts';

/**
 * Calls into the system's keychain each keep one of the four threads that libuv has for files, addresses and all else, for as long as the person
 * lets the question of the keychain stand: nothing bounds that. With all of them kept, the process would read no file any more.
 */
const MOST_AT_ONCE = 2;

/** The calls of a process into native code that may take for ever: so many at once, and its end does not wait for them. */
export class NativeCalls {
  #running = 0;
  #oneEnded = Promise.withResolvers<void>();

  /** How many have begun and have no answer. */
  get underWay(): number {
    return this.#running;
  }

  /** Calls when it is its turn. @throws what `over` was aborted with before that, and what the call throws */
  async run<T>(call: () => Promise<T>, over: AbortSignal): Promise<T> {
    while (this.#running >= MOST_AT_ONCE) await untilAborted(this.#oneEnded.promise, over);
    over.throwIfAborted();
    this.#running += 1;
    try {
      return await call();
    } finally {
      this.#running -= 1;
      const ended = this.#oneEnded;
      this.#oneEnded = Promise.withResolvers();
      ended.resolve();
    }
  }

  /** Resolves when none is under way. */
  async over(): Promise<void> {
    while (this.#running > 0) await this.#oneEnded.promise;
  }
}

/** Those of this process into the keychain of its system. */
export const keychainCalls = new NativeCalls();

let leaving = false;

/**
 * From now on `process.exit` leaves at once where a call into the keychain is under way. Node waits for its threads when it exits, and with them for
 * the person whom the keychain asks; signals would no longer be heard meanwhile.
 */
export function exitWithoutThem(): void {
  if (leaving) return;
  leaving = true;
  process.on('exit', (code) => {
    if (keychainCalls.underWay > 0) leaveAtOnce(code);
  });
}

function leaveAtOnce(code: number): void {
  try {
    // Another program in this one's place: its threads are gone, and the code is what it was to be. Nothing else in Node keeps the code.
    process.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`], {});
  } catch {
    // Windows has no such call.
  }
  process.kill(process.pid, 'SIGKILL');
}
