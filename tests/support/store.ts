import { join } from 'node:path';
import { type OpenStoreOptions, openStore, type Query, type Store } from '../../src-main/engine/store/index.ts';
import { testLogger } from './test-logger.ts';

/** The writer's thread as it is in the sources, so that a test needs no build. */
export const WRITER_SCRIPT = new URL('../../src-main/engine/store/writer/entry.ts', import.meta.url);

/** Opens `state.db` of a folder. Whoever opens it closes it. */
export function openStoreIn(folder: string, options: Partial<OpenStoreOptions> = {}): Promise<Store> {
  return openStore({ path: join(folder, 'state.db'), logger: testLogger(), now: Date.now, writerScript: WRITER_SCRIPT, ...options });
}

/** A statement as domains hand theirs over. */
export function sql(text: string, ...params: readonly unknown[]): Query {
  return { toSQL: () => ({ sql: text, params }) };
}
