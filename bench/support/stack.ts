import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { connectViewer, type ViewerClient, type ViewerClientOptions } from '../../src-main/gateway/client.ts';
import { startGatewayWorker } from '../../src-main/gateway/start-worker.ts';
import { steadyNow } from '../../src-main/gateway/steady-clock.ts';
import { signTicket } from '../../src-main/gateway/tickets.ts';
import { startMirror } from '../../src-main/mirror/start.ts';
import type { MirrorClient } from '../../src-main/mirror/types.ts';
import { type BenchHolder, openBenchHolder } from './holder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Holder, mirror and gateway as the product runs them: two processes and a worker, from the built files. */
export interface Stack {
  readonly holder: BenchHolder;
  readonly mirror: MirrorClient;
  /** Attaches to a child through the gateway, as a window does. */
  attach(childId: string, options: Omit<ViewerClientOptions, 'url' | 'ticket'>): Promise<ViewerClient>;
  close(): Promise<void>;
}

/** Starts all three. */
export async function openStack(): Promise<Stack> {
  const holder = await openBenchHolder();
  const mirror = await startMirror({
    nodeBinary: process.execPath,
    script: join(ROOT, 'out/main/mirror.js'),
    dataFolder: holder.dataFolder,
  });
  let serial = 0;
  const ticketKey = randomBytes(32).toString('hex');
  const gateway = await startGatewayWorker(join(ROOT, 'out/main/gateway.js'), {
    dataFolder: holder.dataFolder,
    ticketKey,
    mirrorSocket: mirror.socket,
    port: 0,
    allowedOrigins: [],
  });
  return {
    holder,
    mirror: mirror.client,
    attach: (childId, options) => {
      const ticket = signTicket(
        {
          childId,
          holderSocket: holder.client.holder.socket,
          rights: 'write',
          validUntil: steadyNow() + 60_000,
          via: 'bench',
          serial: ++serial,
        },
        ticketKey,
      );
      return connectViewer({ url: gateway.url, ticket, ...options });
    },
    close: async () => {
      await gateway.close();
      await mirror.stop();
      await holder.close();
    },
  };
}
