// A process with the engine's database, event log and event stream in it, for tests that kill it:
// node state-process.ts <data folder> <round> <after>. Writers write and publish side by side as fast as they can, and every
// message to the parent is a receipt: something that had been promised before the kill.
import { createBus, createEventStreams, EventLog } from '../../src-main/engine/bus/index.ts';
import { CallerLimits } from '../../src-main/engine/limits/index.ts';
import { layoutsTable } from '../../src-main/engine/store/index.ts';
import type { EngineEvent } from '../../src-shared/contract/index.ts';
import { OWNER } from './callers.ts';
import { openStoreIn } from './store.ts';

export type Receipt = { readonly written: string } | { readonly heard: EngineEvent };

const WRITERS = 8;

const [folder = '', round = '0', after = '0'] = process.argv.slice(2);
const tell = (receipt: Receipt) => process.send?.(receipt);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const store = await openStoreIn(folder, { logger: silent });
const log = new EventLog({ store, now: Date.now });
const bus = createBus(log, silent);
const streams = createEventStreams({
  bus,
  log,
  snapshot: async () => ({ sessions: [] }),
  limits: new CallerLimits(),
  logger: silent,
  now: Date.now,
});

async function read(): Promise<void> {
  for await (const heard of streams.open({ connection: 'reader', caller: OWNER, after: Number(after) })) tell({ heard });
}

/** Each write is a unit of two rows, so that half of one could be seen. */
async function write(writer: number): Promise<void> {
  for (let i = 0; ; i += 1) {
    const name = `${round}-${writer}-${i}`;
    bus.publish({ type: 'notice', message: name, values: {} });
    await store.write(
      store.db.insert(layoutsTable).values({ name: `${name} a`, json: '{}', updatedAt: 1 }),
      store.db.insert(layoutsTable).values({ name: `${name} b`, json: '{}', updatedAt: 1 }),
    );
    tell({ written: name });
  }
}

await Promise.all([read(), ...Array.from({ length: WRITERS }, (_, writer) => write(writer))]);
