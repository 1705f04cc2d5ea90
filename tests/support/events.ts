import { onTestFinished } from 'vitest';
import { type Bus, createBus, EventLog } from '../../src-main/engine/bus/index.ts';
import type { Store } from '../../src-main/engine/store/index.ts';
import { openStoreIn } from './store.ts';
import { tempFolder } from './temp-folder.ts';
import { testLogger } from './test-logger.ts';

export interface TestEvents {
  readonly store: Store;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly logger: ReturnType<typeof testLogger>;
}

/** The bus as an engine on `folder` has it, over a real database. Closed after the test, or by the test before. */
export async function openEvents(folder?: string, keep?: number): Promise<TestEvents> {
  const logger = testLogger();
  const store = await openStoreIn(folder ?? (await tempFolder()), { logger });
  onTestFinished(() => store.close());
  const log = new EventLog({ store, now: () => 1_700_000_000_000, ...(keep === undefined ? {} : { keep }) });
  return { store, log, bus: createBus(log, logger), logger };
}
