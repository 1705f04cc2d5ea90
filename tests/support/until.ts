import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until the answer is neither null nor undefined nor false. @throws Error with `what` after `ms` */
export async function until<T>(what: string, ask: () => T | Promise<T>, ms = 20_000): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + ms;
  while (true) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms} ms`);
    await delay(20);
  }
}
