/** Calls under way at once: their writes reach the disk together, and the engine still answers others in between. */
const AT_ONCE = 16;

/**
 * Does something with each of many, several at a time, beginning with the first. After a failure, or once `signal` was aborted, no
 * further one is begun; it resolves when those under way are through.
 * @throws the first failure
 */
export async function eachAtOnce<T>(items: readonly T[], run: (item: T) => Promise<unknown>, signal?: AbortSignal): Promise<void> {
  const left = items.values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const item of left) {
      if (failures.length > 0 || signal?.aborted === true) return;
      try {
        await run(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}
