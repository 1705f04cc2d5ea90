import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { auditPaths } from '../../../../src-main/engine/audit/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const COUNT = 20;

/** A log of twenty entries, closed; what is done to it then is damage. */
async function written(count = COUNT): Promise<string> {
  const folder = await tempFolder();
  const audit = await openAuditIn(folder);
  await Promise.all(Array.from({ length: count }, (_, i) => audit.record(fact({ where: { session: `s${i + 1}` } }))));
  await audit.close();
  return folder;
}

/** The verdict of the engine that comes next. */
async function verdictOf(folder: string) {
  const audit = await openAuditIn(folder);
  const { verdict, at } = await audit.verify();
  const problem = audit.problem()?.kind ?? null;
  await audit.close();
  return { verdict, at, problem };
}

const damage = (folder: string, sql: string) => withSqlite(auditPaths(folder).database, (database) => database.exec(sql));

/** Gives every entry from `first` on the hashes that fit its content, as somebody who knows how would. */
async function rehash(folder: string, first: number): Promise<void> {
  const { hashOf } = await import('../../../../src-main/engine/audit/chain.ts');
  withSqlite(auditPaths(folder).database, (database) => {
    const before = database.prepare('SELECT hash FROM entries WHERE seq = ?').pluck();
    const entries = database.prepare('SELECT entry FROM entries WHERE seq >= ? ORDER BY seq').pluck().all(first) as string[];
    entries.forEach((entry, i) => {
      const prev = String(before.get(first + i - 1));
      database.prepare('UPDATE entries SET prev = ?, hash = ? WHERE seq = ?').run(prev, hashOf(first + i, entry, prev), first + i);
    });
  });
}

describe('a log that nobody touched', () => {
  it('is intact: with entries, without any, while it is written, and by the next engine', async () => {
    expect(await verdictOf(await tempFolder())).toEqual({ verdict: 'intact', at: null, problem: null });
    const folder = await written();
    expect(await verdictOf(folder)).toEqual({ verdict: 'intact', at: null, problem: null });
    const audit = await openAuditIn(folder);
    let writing = true;
    const writer = async () => {
      while (writing) await audit.record(fact());
    };
    const writers = [writer(), writer(), writer()];
    for (let i = 0; i < 10; i += 1) expect(await audit.verify()).toMatchObject({ verdict: 'intact' });
    writing = false;
    await Promise.all(writers);
    await audit.close();
  });
});

describe('altered is an entry that', () => {
  it.each([
    ...['1', "'agent'", "'viewer'", "'ses_x'", "'x'", "'session.stop'", "'{}'", "'denied'", "''", "'DENIED'", "'cal_1234'"].map(
      (value, field) => `entry = json_set(entry, '$[${field}]', ${value})`,
    ),
    `entry = entry || ' '`,
    `entry = replace(entry, ',', ', ')`,
    `entry = '{' || substr(entry, 2)`,
    `prev = hash`,
    `hash = prev`,
  ])('was changed: %s', async (change) => {
    const folder = await written();
    damage(folder, `UPDATE entries SET ${change} WHERE seq = 7`);
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 7 });
  });

  it('was changed and given a hash that fits: the next one tells', async () => {
    const folder = await written();
    damage(folder, `UPDATE entries SET entry = replace(entry, '"ok"', '"DENIED"') WHERE seq = 7`);
    await rehash(folder, 7);
    damage(folder, `UPDATE entries SET prev = 'x' WHERE seq = 8`);
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 8 });
  });

  it('has changed places with another', async () => {
    const folder = await written();
    damage(
      folder,
      'UPDATE entries SET seq = 1000 WHERE seq = 7; UPDATE entries SET seq = 7 WHERE seq = 8; UPDATE entries SET seq = 8 WHERE seq = 1000',
    );
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 7 });
  });

  it('was put before the first', async () => {
    const folder = await written();
    damage(folder, 'UPDATE entries SET seq = 0 WHERE seq = 20');
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 0 });
  });
});

describe('truncated is a log of which', () => {
  it.each([
    ['the newest entry', 'DELETE FROM entries WHERE seq = 20', 20],
    ['the newest ones', 'DELETE FROM entries WHERE seq > 12', 13],
    ['the oldest ones', 'DELETE FROM entries WHERE seq < 5', 1],
    ['some in between', 'DELETE FROM entries WHERE seq BETWEEN 8 AND 9', 8],
    ['all entries', 'DELETE FROM entries', 1],
  ])('%s are missing', async (_, sql, at) => {
    const folder = await written();
    damage(folder, sql);
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at });
  });

  it('the whole database is missing', async () => {
    const folder = await written();
    for (const suffix of ['', '-wal', '-shm']) await rm(`${auditPaths(folder).database}${suffix}`, { force: true });
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at: 1 });
  });

  it('the newest ones are missing, also after more was written behind the hole', async () => {
    const folder = await written();
    damage(folder, 'DELETE FROM entries WHERE seq > 12');
    const audit = await openAuditIn(folder);
    for (let i = 0; i < 30; i += 1) await audit.record(fact());
    expect(await audit.verify()).toMatchObject({ verdict: 'truncated', at: 13 });
    const { entries } = await audit.list({ limit: 1 });
    expect(entries[0]?.seq).toBe(50);
    await audit.close();
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at: 13 });
  });

  it('an older copy was put back', async () => {
    const folder = await written();
    const { database } = auditPaths(folder);
    withSqlite(database, (open) => open.pragma('wal_checkpoint(TRUNCATE)'));
    await copyFile(database, `${database}.old`);
    const audit = await openAuditIn(folder);
    await audit.record(fact());
    await audit.close();
    for (const suffix of ['-wal', '-shm']) await rm(`${database}${suffix}`, { force: true });
    await copyFile(`${database}.old`, database);
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at: 21 });
  });
});

describe('an unchained tail is an entry behind the checkpoint that', () => {
  const copy = (seq: number) => `INSERT INTO entries SELECT ${seq}, entry, prev, hash FROM entries WHERE seq = 20`;

  it('somebody added', async () => {
    const folder = await written();
    damage(folder, copy(21));
    expect(await verdictOf(folder)).toEqual({ verdict: 'unchained-tail', at: 21, problem: 'contradiction' });
  });

  it('somebody added with a hole before it', async () => {
    const folder = await written();
    damage(folder, copy(25));
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'unchained-tail', at: 21 });
  });

  it('somebody added, also after more was written: what was found once is found again', async () => {
    const folder = await written();
    damage(folder, copy(21));
    const audit = await openAuditIn(folder);
    for (let i = 0; i < 5; i += 1) await audit.record(fact());
    await audit.close();
    expect(await verdictOf(folder)).toEqual({ verdict: 'unchained-tail', at: 21, problem: 'contradiction' });
  });

  it('somebody added to a log that is open, with hashes that fit', async () => {
    const folder = await written();
    const audit = await openAuditIn(folder);
    damage(folder, copy(21));
    await rehash(folder, 21);
    await audit.record(fact());
    expect(audit.problem()).toMatchObject({ kind: 'contradiction' });
    await audit.record(fact());
    expect(await audit.verify()).toMatchObject({ verdict: 'unchained-tail', at: 22 });
    await audit.close();
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'unchained-tail', at: 22, problem: 'contradiction' });
  });
});

describe('an anchor mismatch is a log that is whole in itself and', () => {
  it('was rewritten from an entry on, with hashes that fit', async () => {
    const folder = await written();
    damage(folder, `UPDATE entries SET entry = replace(entry, '"ok"', '"DENIED"') WHERE seq = 7`);
    await rehash(folder, 7);
    expect(await verdictOf(folder)).toEqual({ verdict: 'anchor-mismatch', at: 20, problem: 'contradiction' });
    const audit = await openAuditIn(folder);
    await audit.record(fact());
    await audit.close();
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'anchor-mismatch', at: 20 });
  });

  it.each([
    ['has no checkpoint', async (path: string) => rm(path)],
    ['has an empty checkpoint', async (path: string) => writeFile(path, '')],
    [
      'has a checkpoint that was changed',
      async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replaceAll(/"count":\d+/g, '"count":19')),
    ],
  ])('%s', async (_, spoil) => {
    const folder = await written();
    await spoil(auditPaths(folder).checkpoint);
    expect(await verdictOf(folder)).toEqual({ verdict: 'anchor-mismatch', at: 20, problem: 'contradiction' });
  });

  it('has a checkpoint that another key signed', async () => {
    const folder = await written();
    await writeFile(auditPaths(folder).key, 'ab'.repeat(32), { mode: 0o600 });
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'anchor-mismatch', at: 20 });
  });
});

it('a checkpoint of which the last write was cut short is one commit behind, which is no finding', async () => {
  const folder = await written(0);
  const audit = await openAuditIn(folder);
  for (let i = 0; i < 3; i += 1) await audit.record(fact());
  await audit.close();
  const { checkpoint } = auditPaths(folder);
  const lines = (await readFile(checkpoint, 'utf8')).split('\n');
  const newest = lines.findIndex((line) => line.includes('"count":3,'));
  expect(newest).toBeGreaterThanOrEqual(0);
  await writeFile(checkpoint, lines.map((line, i) => (i === newest ? line.slice(0, 40).padEnd(line.length) : line)).join('\n'));
  expect(await verdictOf(folder)).toEqual({ verdict: 'intact', at: null, problem: null });
});
