import { expect, onTestFinished, test } from 'vitest';
import { type BenchHost, openBenchHost } from '../../../bench/support/host.ts';
import { peakMemory } from '../../../bench/support/proc.ts';
import { openViewers } from '../../../bench/support/viewers.ts';
import { connectViewer } from '../../../src-main/gateway/client.ts';
import { builtInstallation } from '../../support/build.ts';

// The small sister of the benchmark P5: bounds that only something broken misses, on a machine that does other things.
const SESSIONS = 10;
const VIEWERS = 20;
const KEYS = 300;
const FLOOD_SECONDS = 3;
const MOST_ECHO_MS = 1_000;
const MOST_LOOP_DELAY_MS = 200;
const MOST_MEMORY = 1024 * 2 ** 20;

const seat = async (host: BenchHost, session: string, rights: 'read' | 'write') => {
  const { url, ticket } = await host.client.terminal.attach({ session, rights });
  return { url, ticket };
};

test('a flood in one of ten sessions leaves the others their echo, the engine its loop, and memory bounded', async () => {
  await builtInstallation();
  const host = await openBenchHost();
  onTestFinished(() => host.close());
  const flood = `timeout ${FLOOD_SECONDS} yes 'a line of the flood'; exec cat`;
  const sessions = await Promise.all(
    Array.from({ length: SESSIONS }, (_, i) =>
      host.session(`s${i}`, i === 0 ? `head -c 1 >/dev/null; ${flood}` : 'stty raw -echo; printf R; cat'),
    ),
  );
  const viewers = openViewers();
  await viewers.attach(await Promise.all(Array.from({ length: VIEWERS }, (_, i) => seat(host, sessions[i % SESSIONS] ?? '', 'read'))));

  let said = '';
  let heard = (): void => undefined;
  const quiet = await connectViewer({
    ...(await seat(host, sessions[1] ?? '', 'write')),
    mode: 'bytes',
    from: 0,
    onMessage: (message) => {
      if (message.type !== 'data') return;
      said += Buffer.from(message.bytes).toString('latin1');
      heard();
    },
  });
  const says = async (text: string) => {
    while (!said.endsWith(text)) await new Promise<void>((resolve) => (heard = resolve));
  };
  await says('R');
  const starter = await connectViewer({
    ...(await seat(host, sessions[0] ?? '', 'write')),
    mode: 'screen',
    credit: 1024,
    onMessage: () => undefined,
  });
  starter.input(Buffer.from('\n'));

  const measured = host.client.system.load({ ms: (FLOOD_SECONDS - 1) * 1000 });
  const took: number[] = [];
  for (let i = 0; i < KEYS; i += 1) {
    const key = String(i % 10);
    const startedAt = performance.now();
    quiet.input(Buffer.from(key));
    await says(key);
    took.push(performance.now() - startedAt);
  }
  const { loopDelay } = await measured;
  const memory = await Promise.all((await host.processes()).map(({ pid }) => peakMemory(pid)));
  starter.close();
  quiet.close();
  const { bytes, closed } = await viewers.leave();

  expect(took.toSorted((a, b) => a - b)[Math.floor(KEYS * 0.95)]).toBeLessThan(MOST_ECHO_MS);
  expect(loopDelay.p99).toBeLessThan(MOST_LOOP_DELAY_MS);
  expect(memory.reduce((sum, one) => sum + one, 0)).toBeLessThan(MOST_MEMORY);
  // The flood was there, and nobody who reads was closed for it.
  expect(bytes).toBeGreaterThan(1024 * 1024);
  expect(closed).toBe(0);
});
