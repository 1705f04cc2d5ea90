/**
 * Options of Node for processes that live for days and mostly do nothing. V8 looks every 8 s whether a thread that does nothing has
 * memory to give back, which is most of what a process at rest costs, and we have five such threads; what a flood left behind may
 * as well go two minutes later.
 */
export const REST_OPTIONS: readonly string[] = ['--gc-memory-reducer-start-delay-ms=120000'];
