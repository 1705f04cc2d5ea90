import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectViewer, type ViewerClient } from '../../src-main/gateway/client.ts';
import type { SessionInfo, SystemStatus } from '../../src-shared/contract/index.ts';
import { type EngineChild, startEngineChild } from '../../tests/support/engine-child.ts';
import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import { ByteWatch, ECHO_PROGRAM, typeAll } from '../support/typing.ts';

const BLOCK_MS = 500;

/** Lets the engine stand still again and again while something is done. */
async function whileBlocked<T>(engine: EngineChild, act: () => Promise<T>): Promise<T> {
  let on = true;
  const first = engine.block(BLOCK_MS);
  const blocking = (async () => {
    await first.over;
    while (on) await engine.block(BLOCK_MS).over;
  })();
  try {
    await first.begun;
    return await act();
  } finally {
    on = false;
    await blocking;
  }
}

/** P4 with the engine's loop standing still, beside P4 with the engine idle: key presses through gateway and holder, as a window types. */
export const blocked: Benchmark = {
  id: 'P4.blocked',
  title: `echo of key presses through the gateway, the engine blocked for ${BLOCK_MS} ms again and again`,
  peer: 'the same, the engine idle',
  needs: ['stty', 'cat'],
  pairs: 15,
  metrics: [{ id: 'P4.blocked', unit: 'ms p99', bound: 'most', target: 2 }],
  async open(): Promise<PairRunner> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    const engine = await startEngineChild(dataFolder, { gateway: true });
    const { id } = await engine.call<SessionInfo>('session.create', { name: 'echo', agent: 'shell', args: ['-c', ECHO_PROGRAM] });
    const { url, ticket } = await engine.call<{ url: string; ticket: string }>('terminal.attach', { session: id });
    const watch = new ByteWatch();
    const ready = watch.until('R'.charCodeAt(0));
    const viewer: ViewerClient = await connectViewer({
      url,
      ticket,
      mode: 'bytes',
      onMessage: (message) => {
        if (message.type === 'data') watch.feed(message.bytes);
      },
    });
    await ready;
    const p99 = async () => ({
      'P4.blocked': quantile(
        await typeAll(
          (letter) => void viewer.input(letter),
          (letter) => watch.until(letter),
        ),
        0.99,
      ),
    });
    return {
      ours: () => whileBlocked(engine, p99),
      theirs: p99,
      close: async () => {
        viewer.close();
        await engine.call('session.stop', { session: id, force: true });
        const { holders } = await engine.call<SystemStatus>('system.status');
        await engine.kill();
        // Nothing runs in it any more; by itself it would leave only some seconds later.
        for (const holder of holders) process.kill(holder.pid, 'SIGKILL');
        await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      },
    };
  },
};
