/**
 * Milliseconds on a clock that nobody sets. It counts from the machine's start and is the same for every thread and process of
 * the machine; it may stand still while the machine sleeps.
 */
export function steadyNow(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
