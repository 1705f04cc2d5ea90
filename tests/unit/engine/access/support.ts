import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess } from '#main/engine/access/index.ts';
import type { Logger } from '#main/engine/types.ts';
import type { SessionId } from '#shared/ids.ts';
import { openStoreIn } from '../../../support/store.ts';

export const START = Date.UTC(2026, 0, 1);

/** A logger that keeps what was said. */
export function recordingLogger() {
  const lines: string[] = [];
  const keep = (message: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return { lines, debug: keep, info: keep, warn: keep, error: keep } satisfies Logger & { lines: string[] };
}

/** A data folder with a clock of its own, in which engines start and end. */
export async function dataFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-access-'));
  const open: Array<{ close(): Promise<void> }> = [];
  /** `set`: by how much somebody set the machine's clock, which is no time that passed. */
  const clock = { now: START, set: 0 };
  const logger = recordingLogger();
  const sessions = new Set<string>();
  const children = new Map<string, { readonly session: SessionId; readonly depth: number }>();
  return {
    folder,
    clock,
    logger,
    sessions,
    /** Supervised children by id, with the session each belongs to. */
    children,
    /** The access domain as a freshly started engine has it. */
    async startEngine() {
      const store = await openStoreIn(folder, { logger, now: () => clock.now });
      open.push(store);
      const access = await createAccess({
        dataFolder: folder,
        store,
        logger,
        now: () => clock.now + clock.set,
        steady: () => clock.now,
        sessionExists: (session) => sessions.has(session),
        sessionOfChild: async (childId) => children.get(childId) ?? null,
      });
      return {
        access,
        store,
        async stop() {
          open.splice(open.indexOf(store), 1);
          await store.close();
        },
      };
    },
    async remove() {
      for (const each of open) await each.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
