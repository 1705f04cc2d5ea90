import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LIMITS } from '#main/engine/limits/index.ts';
import { builtInstallation } from '../../support/build.ts';
import { startHeadlessApp } from '../../support/headless-app.ts';
import { asOwner } from '../../support/owner-client.ts';
import { until } from '../../support/until.ts';
import { NODE } from './ground.ts';

const HAMMER = join(import.meta.dirname, 'hammer.mjs');
const HAMMER_MS = 3_000;

test('an agent that calls in a loop is held to its rate, and the person is answered as if it were not there', async () => {
  await builtInstallation();
  const app = await startHeadlessApp();
  onTestFinished(() => app.close());
  const out = join(app.dataFolder, 'hammered.json');
  await asOwner(app.dataFolder, async (client) => {
    await client.session.create({
      name: 'runaway',
      agent: 'shell',
      cwd: app.dataFolder,
      args: ['-c', `${NODE} ${HAMMER} ${out} ${HAMMER_MS}; cat`],
    });
    const took: number[] = [];
    await until('the agent has given up', async () => {
      const startedAt = performance.now();
      expect(await client.system.whoami({})).toMatchObject({ role: 'owner' });
      took.push(performance.now() - startedAt);
      return existsSync(out);
    });
    // A call takes a millisecond or two; the rest is for a machine that does other things.
    expect(took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)]).toBeLessThan(100);
  });
  const { statuses, retryAfter, tookMs } = JSON.parse(await readFile(out, 'utf8')) as {
    statuses: Record<string, number>;
    retryAfter: string;
    tookMs: number;
  };
  const { burst, callsPerSecond } = LIMITS.agent;
  // A second more than it hammered: the program's own clock begins before its first call.
  expect(statuses['200']).toBeLessThanOrEqual(burst + callsPerSecond * (tookMs / 1000 + 1));
  expect(statuses['200']).toBeGreaterThan(burst / 2);
  expect(statuses['429']).toBeGreaterThan(0);
  expect(retryAfter).toBe('1');
});
