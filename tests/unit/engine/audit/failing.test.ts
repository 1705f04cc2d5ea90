import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditPaths } from '../../../../src-main/engine/audit/index.ts';
import { startWriter } from '../../../../src-main/engine/store/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';

/** Makes SQLite refuse every entry, as a full disk does, until what is returned is called. */
function refuseEntries(folder: string): () => void {
  const { database } = auditPaths(folder);
  withSqlite(database, (open) => open.exec(`CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no room'); END`));
  return () => withSqlite(database, (open) => open.exec('DROP TRIGGER no'));
}

describe('a log that cannot be written', () => {
  it('stops no call, says so once, and later says what it missed', async () => {
    const folder = await tempFolder();
    const logger = testLogger();
    let clock = Date.parse('2026-11-28T10:00:00Z');
    const audit = await openAuditIn(folder, { logger, now: () => clock });
    onTestFinished(() => audit.close());
    const said: boolean[] = [];
    audit.onFailing((failing) => said.push(failing));
    await audit.record(fact());

    const allow = refuseEntries(folder);
    await Promise.all([audit.record(fact()), audit.record(fact())]);
    clock += 60_000;
    await audit.record(fact());
    expect(audit.problem()).toMatchObject({ kind: 'failing' });
    await expect(audit.ready()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', context: { path: auditPaths(folder).database } });

    allow();
    await audit.record(fact());
    await audit.record(fact());
    expect(audit.problem()).toBeNull();
    await audit.ready();
    const { entries } = await audit.list({ limit: 10 });
    expect(entries.map(({ procedure }) => procedure)).toEqual(['session.rename', 'session.rename', 'audit.gap', 'session.rename']);
    expect(entries[2]).toMatchObject({
      caller: { kind: 'engine' },
      where: { missing: 3, from: '2026-11-28T10:00:00.000Z', to: '2026-11-28T10:01:00.000Z' },
    });
    expect(await audit.verify()).toMatchObject({ verdict: 'intact', entries: 4 });
    expect(said).toEqual([true, false]);
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('is tried again by who needs it', async () => {
    const folder = await tempFolder();
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    const allow = refuseEntries(folder);
    await audit.record(fact());
    await expect(audit.ready()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    allow();
    await audit.ready();
    expect((await audit.list({ limit: 10 })).entries.map(({ procedure }) => procedure)).toEqual(['audit.gap']);
  });

  it('because its file is damaged is left as it is, and said', async () => {
    const folder = await tempFolder();
    const { database } = auditPaths(folder);
    const damaged = Buffer.alloc(8192, 'not a database ');
    await writeFile(database, damaged);
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    expect(audit.problem()).toMatchObject({ kind: 'failing' });
    await audit.record(fact());
    for (const asked of [audit.ready(), audit.list({ limit: 1 }), audit.export({ after: 0 }), audit.verify()]) {
      await expect(asked).rejects.toMatchObject({ code: 'AUDIT_DAMAGED', context: { path: database } });
    }
  });

  it.each([0, 1])('because its folder is in the way is well again once that is settled; entries missed meanwhile: %i', async (missing) => {
    const folder = await tempFolder();
    const { folder: own } = auditPaths(folder);
    await writeFile(own, 'a file');
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    for (let i = 0; i < missing; i += 1) await audit.record(fact());
    await expect(audit.ready()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    await rm(own);
    await mkdir(own);
    await chmod(own, 0o700);
    await until('it is ready', () =>
      audit.ready().then(
        () => true,
        () => false,
      ),
    );
    expect(audit.problem()).toBeNull();
    const gaps = missing === 0 ? [] : [{ procedure: 'audit.gap', where: { missing } }];
    expect((await audit.list({ limit: 10 })).entries).toMatchObject(gaps);
  });

  it('because another version wrote it is not touched', async () => {
    const folder = await tempFolder();
    withSqlite(auditPaths(folder).database, (open) => open.pragma('user_version = 3'));
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    await expect(audit.ready()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(audit.problem()?.reason).toContain('version 3');
  });
});

it('a writer that dies over entries costs these, which is told, and no other', async () => {
  const folder = await tempFolder();
  const threads: Awaited<ReturnType<typeof startWriter>>[] = [];
  const audit = await openAuditIn(folder, {
    startWriter: async (script, config, onTrouble) => {
      const thread = await startWriter<never>(script, config, onTrouble);
      threads.push(thread);
      return thread;
    },
  });
  onTestFinished(() => audit.close());
  await audit.record(fact());
  // Somebody else has the write lock, so that the thread is killed while it waits for it.
  const other = new Database(auditPaths(folder).database);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  const lost = audit.record(fact());
  await Promise.resolve();
  await Promise.resolve();
  threads[0]?.terminate();
  await lost;
  other.exec('ROLLBACK');
  await audit.record(fact());
  expect(threads).toHaveLength(2);
  expect((await audit.list({ limit: 10 })).entries.map(({ procedure }) => procedure)).toEqual([
    'session.rename',
    'audit.gap',
    'session.rename',
  ]);
  expect(await audit.verify()).toMatchObject({ verdict: 'intact', entries: 3 });
});
