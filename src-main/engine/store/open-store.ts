import { chmodSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Logger } from '../types.ts';
import { backUp } from './backup.ts';
import { GroupWriter } from './group-writer.ts';
import { integrityProblem, isDamage } from './integrity.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { tables } from './schema.ts';
import { startWriter, type WriterThread } from './writer/start-writer.ts';
import type { Statement, Unit } from './writer/types.ts';

/** A change that drizzle has built and nobody has run: `insert`, `update` and `delete` are such. */
export interface Query {
  toSQL(): Statement;
}

/** `state.db`, open. Domains query it through drizzle, each its own tables (schema.ts says whose they are). */
export interface Store {
  /**
   * Reads at once, on a connection of this thread that cannot write. Changes are built with it too, and handed to `write`
   * instead of being run.
   */
  readonly db: BetterSQLite3Database<typeof tables> & { readonly $client: Database.Database };
  readonly path: string;
  /**
   * Writes the queries in their order, all or none, on the writer's thread. It is on the disk when this resolves, and reads
   * see it. Calls are carried out in the order in which they are made.
   * @throws SqliteError what SQLite refused it for | KimiError WRITE_INTERRUPTED when nobody knows whether it was written
   */
  write(...queries: readonly Query[]): Promise<void>;
  /** SQLite's verdict on the file as it is now; null when sound. */
  problem(): string | null;
  /** Writes what was asked for, and closes; bounded (900 ms). */
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  readonly path: string;
  readonly logger: Logger;
  readonly now: () => number;
  /** The writer's entry: `state-writer.js`, or writer/entry.ts. */
  readonly writerScript: string | URL;
  /** How its thread is started. Default: startWriter; tests look at it while it works. */
  readonly startWriter?: typeof startWriter<Unit>;
  /** Default: all of them. Tests open as an older version would. */
  readonly migrations?: readonly Migration[];
}

/** Another process has the file only for a moment (a backup, a person with sqlite3): three seconds outlast that. */
const BUSY_MS = 3000;

/**
 * Opens the database, checks it, backs it up and migrates it where that is due. A damaged file is left exactly as it is.
 * @throws KimiError DATABASE_DAMAGED | ENGINE_START_FAILED (written by a version that is too new)
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { path } = options;
  let first: Database.Database | undefined;
  try {
    first = await openAndMigrate(options);
    return await openForUse(options);
  } catch (error) {
    if (isDamage(error)) throw new KimiError('DATABASE_DAMAGED', { path, reason: String(error) }, { cause: error });
    throw error;
  } finally {
    // Last, so that the file in WAL mode is never without a connection in between.
    first?.close();
  }
}

async function openAndMigrate(options: OpenStoreOptions): Promise<Database.Database> {
  const { path } = options;
  const sqlite = new Database(path, { timeout: BUSY_MS });
  try {
    chmodSync(path, 0o600);
    // Checked before the journal mode is set, because that already writes.
    const problem = integrityProblem(sqlite);
    if (problem !== null) throw new KimiError('DATABASE_DAMAGED', { path, reason: problem });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    await migrate(sqlite, options);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

async function openForUse({ path, logger, writerScript, startWriter: start = startWriter }: OpenStoreOptions): Promise<Store> {
  const writer = new GroupWriter<Unit>({ start: (): Promise<WriterThread> => start(writerScript, { path, busyMs: BUSY_MS }), logger });
  await writer.open();
  let reader: Database.Database;
  try {
    reader = new Database(path, { timeout: BUSY_MS, readonly: true, fileMustExist: true });
  } catch (error) {
    await writer.close();
    throw error;
  }
  return {
    db: drizzle(reader, { schema: tables }),
    path,
    async write(...queries) {
      if (queries.length > 0) await writer.write(queries.map((query) => query.toSQL()));
    },
    problem: () => integrityProblem(reader),
    async close() {
      await writer.close();
      reader.close();
    },
  };
}

async function migrate(sqlite: Database.Database, options: OpenStoreOptions): Promise<void> {
  const { path, logger, now } = options;
  const migrations = options.migrations ?? MIGRATIONS;
  const latest = migrations.at(-1)?.version ?? 0;
  const found = Number(sqlite.pragma('user_version', { simple: true }));
  // Migrations only ever add, so the version before can still work with this file; two versions back is not promised.
  if (found > latest + 1) {
    throw new KimiError('ENGINE_START_FAILED', { path, reason: `the database has version ${found}, this build knows ${latest}` });
  }
  const due = migrations.filter((migration) => migration.version > found);
  if (due.length === 0) return;
  if (found > 0) {
    const backup = await backUp(sqlite, join(dirname(path), 'backups'), basename(path, '.db'), found, now());
    logger.info('database backed up before migrating', { backup, from: found, to: latest });
  }
  for (const migration of due) {
    sqlite
      .transaction(() => {
        sqlite.exec(migration.sql);
        sqlite.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
    logger.info('database migrated', { version: migration.version, name: migration.name });
  }
}
