import { chmodSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Logger } from '../types.ts';
import { backUp } from './backup.ts';
import { integrityProblem, isDamage } from './integrity.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { tables } from './schema.ts';

/** `state.db`, open. Domains query it through drizzle, each its own tables (schema.ts says whose they are). */
export interface Store {
  readonly db: BetterSQLite3Database<typeof tables> & { readonly $client: Database.Database };
  readonly path: string;
  /** Runs `body` in one transaction that has the write lock from its start. */
  transaction<T>(body: () => T): T;
  /** SQLite's verdict on the file as it is now; null when sound. */
  problem(): string | null;
  close(): void;
}

export interface OpenStoreOptions {
  readonly path: string;
  readonly logger: Logger;
  readonly now: () => number;
  /** Default: all of them. Tests open as an older version would. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens the database, checks it, backs it up and migrates it where that is due. A damaged file is left exactly as it is.
 * @throws KimiError DATABASE_DAMAGED | ENGINE_START_FAILED (written by a version that is too new)
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { path } = options;
  let sqlite: Database.Database | undefined;
  try {
    // Another process reads only for a moment (a backup, a person with sqlite3): three seconds outlast that.
    sqlite = new Database(path, { timeout: 3000 });
    chmodSync(path, 0o600);
    // Checked before the journal mode is set, because that already writes.
    const problem = integrityProblem(sqlite);
    if (problem !== null) throw new KimiError('DATABASE_DAMAGED', { path, reason: problem });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    await migrate(sqlite, options);
  } catch (error) {
    sqlite?.close();
    if (isDamage(error)) throw new KimiError('DATABASE_DAMAGED', { path, reason: String(error) }, { cause: error });
    throw error;
  }
  const open = sqlite;
  return {
    db: drizzle(open, { schema: tables }),
    path,
    transaction: (body) => open.transaction(body).immediate(),
    problem: () => integrityProblem(open),
    close: () => {
      open.close();
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
