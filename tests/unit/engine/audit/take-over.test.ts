import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditPaths } from '../../../../src-main/engine/audit/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** More than are taken over at once. */
const COUNT = 1205;
const FIELDS = 'at, caller, role, session, connection, procedure, place, decision, why, result, call'.split(', ');

/** A log as version 1 left it: the same entries, each field a column, hashed as docs/audit.md says. */
async function logOfVersion1(): Promise<string> {
  const folder = await tempFolder();
  const audit = await openAuditIn(folder);
  const odd = { name: 'a "quote", a\nline, \u0001, \u2028, é, 树, 😀', path: 'C:\\x/y', bytes: 1.5, force: true };
  await Promise.all(
    Array.from({ length: COUNT }, (_, i) =>
      audit.record(fact({ where: { ...odd, session: `s${i + 1}` }, ...(i % 3 === 0 ? { call: 'cal_0123456789abcdef0123' } : {}) })),
    ),
  );
  await audit.close();
  withSqlite(auditPaths(folder).database, (database) => {
    const rows = database.prepare('SELECT * FROM entries ORDER BY seq').all() as {
      seq: number;
      entry: string;
      prev: string;
      hash: string;
    }[];
    database.exec(`DROP TABLE entries;
      CREATE TABLE entries (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, caller TEXT NOT NULL, role TEXT NOT NULL, session TEXT,
        connection TEXT NOT NULL, procedure TEXT NOT NULL, place TEXT NOT NULL, decision TEXT NOT NULL, why TEXT, result TEXT NOT NULL,
        call TEXT, prev TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
      PRAGMA user_version = 1`);
    const insert = database.prepare(`INSERT INTO entries VALUES (?, ${FIELDS.map(() => '?').join(', ')}, ?, ?)`);
    database.transaction(() => {
      for (const { seq, entry, prev, hash } of rows) {
        const fields = JSON.parse(entry) as unknown[];
        expect(fields).toHaveLength(FIELDS.length);
        const text = JSON.stringify(['kimi-shell audit 1', seq, ...fields, prev]);
        expect(createHash('sha256').update(text).digest('hex'), 'the hash is the one of version 1').toBe(hash);
        insert.run(seq, ...fields, prev, hash);
      }
    })();
  });
  return folder;
}

describe('a log of version 1', () => {
  it('is taken over whole, and goes on in the same chain', async () => {
    const folder = await logOfVersion1();
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    expect(audit.problem()).toBeNull();
    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: COUNT });
    await audit.record(fact());
    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: COUNT + 1 });
    const { entries } = await audit.list({ limit: 1, before: COUNT + 1 });
    expect(entries[0]).toMatchObject({ seq: COUNT, where: { session: `s${COUNT}`, path: 'C:\\x/y', bytes: 1.5, force: true } });
  });

  it('that was altered is altered still', async () => {
    const folder = await logOfVersion1();
    withSqlite(auditPaths(folder).database, (database) => database.exec(`UPDATE entries SET result = 'DENIED' WHERE seq = 1003`));
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    expect(await audit.verify()).toMatchObject({ verdict: 'altered', at: 1003 });
  });
});
