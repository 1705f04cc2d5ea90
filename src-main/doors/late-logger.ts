import type { Logger } from '../engine/types.ts';

type Line = (log: Logger) => void;

/** Keeps what is said before there is a log, and says it there, in order, once there is one. */
export class LateLogger implements Logger {
  #log: Logger | null = null;
  readonly #waiting: Line[] = [];

  debug(...said: Parameters<Logger['debug']>): void {
    this.#say((log) => log.debug(...said));
  }
  info(...said: Parameters<Logger['info']>): void {
    this.#say((log) => log.info(...said));
  }
  warn(...said: Parameters<Logger['warn']>): void {
    this.#say((log) => log.warn(...said));
  }
  error(...said: Parameters<Logger['error']>): void {
    this.#say((log) => log.error(...said));
  }

  /** Everything goes to `log` from now on, what was said before first. */
  to(log: Logger): void {
    this.#log = log;
    for (const line of this.#waiting.splice(0)) line(log);
  }

  #say(line: Line): void {
    if (this.#log === null) this.#waiting.push(line);
    else line(this.#log);
  }
}
