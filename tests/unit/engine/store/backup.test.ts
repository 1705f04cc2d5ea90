import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { backUp } from '../../../../src-main/engine/store/backup.ts';
import { mountSmall } from '../../../support/small-disk.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

it('keeps the three newest backups, whatever version they are of', async () => {
  const folder = await tempFolder();
  const database = new Database(join(folder, 'state.db'));
  database.exec('CREATE TABLE t (a)');
  const backups = join(folder, 'backups');
  for (const [version, day] of [
    [10, 1],
    [9, 2],
    [2, 3],
    [11, 4],
  ] as const) {
    await backUp(database, backups, 'state', version, Date.UTC(2026, 0, day));
  }
  database.close();
  expect((await readdir(backups)).map((name) => name.slice(0, 18)).sort()).toEqual([
    'state-v11-2026-01-',
    'state-v2-2026-01-0',
    'state-v9-2026-01-0',
  ]);
});

it('leaves nothing of a copy for which there was no room', async ({ skip }) => {
  const folder = await tempFolder();
  const backups = join(folder, 'backups');
  await mkdir(backups);
  if (!mountSmall(backups, 'size=64k,mode=0700')) skip('mounting a small disk is not allowed here');
  const database = new Database(join(folder, 'state.db'));
  database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(200000))');
  await expect(backUp(database, backups, 'state', 1, Date.UTC(2026, 0, 1))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  database.close();
  expect(await readdir(backups)).toEqual([]);
});
