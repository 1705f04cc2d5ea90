import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { SessionRepository } from '../../../../src-main/engine/sessions/index.ts';
import { createLayouts } from '../../../../src-main/engine/settings/index.ts';
import { MIGRATIONS } from '../../../../src-main/engine/store/migrations/index.ts';
import { tables } from '../../../../src-main/engine/store/schema.ts';
import { openStoreIn, sql } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const fixture = (version: number) => join(import.meta.dirname, `../../../fixtures/state-db/v${version}.db`);

async function openIn(folder: string, migrations = MIGRATIONS) {
  return openStoreIn(folder, { now: () => 1_700_000_000_000, migrations });
}

describe('the database', () => {
  it('is private, in WAL mode, and syncs every commit', async () => {
    const folder = await tempFolder();
    const store = await openIn(folder);
    expect((await stat(store.path)).mode & 0o777).toBe(0o600);
    expect(store.db.$client.pragma('journal_mode', { simple: true })).toBe('wal');
    // Asked on the connection that writes.
    await store.write(sql("INSERT INTO layouts SELECT 'synchronous', synchronous, 0 FROM pragma_synchronous"));
    expect(await createLayouts(store, Date.now).load('synchronous')).toBe('2');
    await store.close();
  });

  it('has exactly the tables and columns that queries are written for', async () => {
    const store = await openIn(await tempFolder());
    for (const table of Object.values(tables)) {
      const { name, columns } = getTableConfig(table);
      const found = store.db.$client.prepare(`SELECT name, "notnull" FROM pragma_table_info('${name}') ORDER BY name`).all();
      const wanted = columns.map((column) => ({ name: column.name, notnull: column.notNull ? 1 : 0 }));
      expect(found, name).toEqual(wanted.sort((a, b) => (a.name < b.name ? -1 : 1)));
    }
    await store.close();
  });

  it('numbers its migrations without a hole', () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });

  it.each(MIGRATIONS.map((migration) => migration.version))(
    'upgrades a database of version %i and keeps what is in it',
    async (version) => {
      const folder = await tempFolder();
      await copyFile(fixture(version), join(folder, 'state.db'));
      const store = await openIn(folder);
      expect(store.db.$client.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
      expect(store.problem()).toBeNull();
      const repository = new SessionRepository(store, Date.now, testLogger());
      const [session] = await repository.sessions();
      expect(session).toMatchObject({ name: 'from version 1', agent: 'kimi', agentSession: 'session_fixture', state: { name: 'idle' } });
      expect(await repository.terminals(session!.id)).toMatchObject([{ cols: 100, process: { pid: 4242 }, exit: undefined }]);
      expect(await createLayouts(store, Date.now).load('main')).toBe('{"tabs":[]}');
      await store.close();
    },
  );

  it('can still be used by the version before', async () => {
    const folder = await tempFolder();
    await (await openIn(folder)).close();
    const older = await openIn(folder, MIGRATIONS.slice(0, -1));
    const layouts = createLayouts(older, Date.now);
    await layouts.save('main', '{}');
    expect(await layouts.load('main')).toBe('{}');
    await older.close();
  });

  it('is refused when it was written by a version that is much newer', async () => {
    const folder = await tempFolder();
    await (await openIn(folder)).close();
    await expect(openIn(folder, [])).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' });
  });

  it('is copied and checked before it is migrated', async () => {
    const folder = await tempFolder();
    await copyFile(fixture(1), join(folder, 'state.db'));
    await (await openIn(folder)).close();
    const [backup] = await readdir(join(folder, 'backups'));
    expect(backup).toMatch(/^state-v1-.*\.db$/);
    const copy = new Database(join(folder, 'backups', backup!), { readonly: true });
    expect(copy.prepare('SELECT name FROM sessions').pluck().all()).toEqual(['from version 1']);
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    copy.close();
  });

  it('starts without a backup when there is nothing in it yet', async () => {
    const folder = await tempFolder();
    await (await openIn(folder)).close();
    expect(await readdir(folder)).not.toContain('backups');
  });

  it('is left exactly as it is when it is damaged', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'state.db');
    await copyFile(fixture(MIGRATIONS.length), path);
    const bytes = await readFile(path);
    // The page of a table, overwritten: the header still looks fine.
    bytes.fill(0x5a, 4096, 3 * 4096);
    await writeFile(path, bytes);
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'DATABASE_DAMAGED', context: { path } });
    expect(await readFile(path)).toEqual(bytes);
  });

  it('is called damaged when it is no database at all', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'state.db');
    await writeFile(path, 'this is not a database, and it is longer than one hundred bytes so that there is a whole header to look at.');
    await expect(openIn(folder)).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    expect(await readFile(path, 'utf8')).toMatch(/^this is not/);
  });

  it('undoes a migration that fails half way', async () => {
    const folder = await tempFolder();
    await copyFile(fixture(MIGRATIONS.length), join(folder, 'state.db'));
    const broken = { version: MIGRATIONS.length + 1, name: 'broken', sql: 'CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);' };
    await expect(openIn(folder, [...MIGRATIONS, broken])).rejects.toThrow('nowhere');
    const store = await openIn(folder);
    expect(store.db.$client.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'half'").pluck().get()).toBe(0);
    await store.close();
  });
});
