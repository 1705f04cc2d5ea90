import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineLoad } from '#shared/contract/index.ts';

/** How often the loop is looked at, ms. What is measured contains it, so that an idle loop shows about this much. */
const RESOLUTION = 1;
const NS = 1e6;

/** Measures this thread's event loop and this process for `ms`. */
export async function measureLoad(ms: number): Promise<EngineLoad> {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  loop.enable();
  await delay(ms);
  loop.disable();
  const { user, system } = process.cpuUsage(before);
  return {
    loopDelay: { p50: loop.percentile(50) / NS, p99: loop.percentile(99) / NS, max: loop.max / NS },
    cpu: (user + system) / 1000 / (performance.now() - startedAt),
    rss: process.memoryUsage.rss(),
  };
}
