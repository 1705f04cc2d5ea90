import { setFlagsFromString } from 'node:v8';

/**
 * V8 looks every 8 s whether a thread that does nothing has memory to give back. That is most of what a process at rest costs, and
 * we have five such threads; memory that a flood left behind may as well go a little later.
 */
const LOOK_AFTER_MS = 120_000;

/** Lets this process, and threads that it starts later, sleep longer while nothing happens. Called first thing. */
export function restLonger(): void {
  setFlagsFromString(`--gc-memory-reducer-start-delay-ms=${LOOK_AFTER_MS}`);
}
