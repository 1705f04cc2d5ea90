import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Audit, auditPaths } from '../../../../src-main/engine/audit/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { until } from '../../../support/until.ts';

const sealSizes = { keep: 30, chunk: 20 };

async function record(audit: Audit, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await audit.record(fact({ where: { session: `s${i}` } }));
}

const inDatabase = (folder: string) =>
  withSqlite(auditPaths(folder).database, (database) => database.prepare('SELECT seq FROM entries ORDER BY seq').pluck().all() as number[]);

/** A log of 140 entries, of which 100 have been sealed, and closed. */
async function sealed(): Promise<string> {
  const folder = await tempFolder();
  const audit = await openAuditIn(folder, { sealSizes });
  await record(audit, 140);
  await until('the old ones were sealed', async () => inDatabase(folder)[0] === 101);
  await audit.close();
  return folder;
}

async function verdictOf(folder: string) {
  const audit = await openAuditIn(folder, { sealSizes });
  const found = await audit.verify();
  await audit.close();
  return found;
}

describe('old entries', () => {
  it('are moved into files and stay what they were: found, exported and verified like all others', async () => {
    const folder = await sealed();
    const audit = await openAuditIn(folder, { sealSizes });
    onTestFinished(() => audit.close());
    const files = (await readdir(auditPaths(folder).sealed)).toSorted();
    expect(files.slice(0, 2)).toEqual(['0000000001-0000000020.jsonl.gz', '0000000021-0000000040.jsonl.gz']);
    expect(files).toHaveLength(5);

    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: 140 });
    const all = Array.from({ length: 140 }, (_, i) => i + 1);
    expect((await audit.export({ after: 0 })).entries.map(({ seq }) => seq)).toEqual(all);
    expect((await audit.list({ limit: 200 })).entries.map(({ seq }) => seq)).toEqual(all.toReversed());
    expect((await audit.list({ limit: 2, before: 41 })).entries.map(({ seq }) => seq)).toEqual([40, 39]);
    expect((await audit.export({ after: 15 })).entries[0]?.seq).toBe(16);
    await record(audit, 5);
    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: 145 });
  });

  it('are sealed once although the engine ended between writing the file and leaving them out of the database', async () => {
    const folder = await tempFolder();
    const first = await openAuditIn(folder);
    await record(first, 60);
    await first.close();
    const { sealed: files } = auditPaths(folder);
    // What such an end leaves: a file that the database does not speak of.
    await mkdir(files);
    await writeFile(join(files, '0000000001-0000000020.jsonl.gz'), 'half of it');
    const third = await openAuditIn(folder, { sealSizes });
    onTestFinished(() => third.close());
    await until('sealed', async () => inDatabase(folder)[0] === 21);
    expect(await readdir(files)).toEqual(['0000000001-0000000020.jsonl.gz']);
    expect(await third.verify()).toEqual({ verdict: 'intact', at: null, entries: 60 });
  });

  it('that do not fit together are not sealed, so that what is wrong stays where it was found', async () => {
    const folder = await tempFolder();
    const first = await openAuditIn(folder);
    await record(first, 60);
    await first.close();
    withSqlite(auditPaths(folder).database, (database) =>
      database.exec(`UPDATE entries SET entry = replace(entry, 'ok', 'x') WHERE seq = 3`),
    );
    const audit = await openAuditIn(folder, { sealSizes });
    await record(audit, 40);
    await audit.close();
    expect(inDatabase(folder)).toHaveLength(100);
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 3 });
  });
});

describe('a sealed file that', () => {
  const fileOf = async (folder: string, n: number) => {
    const { sealed: files } = auditPaths(folder);
    return join(files, (await readdir(files)).toSorted()[n]!);
  };
  const rewrite = async (path: string, change: (lines: string[]) => string[]) => {
    const lines = gunzipSync(await readFile(path))
      .toString()
      .trimEnd()
      .split('\n');
    await writeFile(
      path,
      gzipSync(
        change(lines)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    );
  };

  it('is missing is entries that are missing', async () => {
    const folder = await sealed();
    await rm(await fileOf(folder, 1));
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at: 21 });
    const audit = await openAuditIn(folder, { sealSizes });
    await expect(audit.export({ after: 0 })).rejects.toMatchObject({ code: 'AUDIT_DAMAGED', context: { reason: 'missing' } });
    await audit.close();
  });

  it.each<readonly [string, (lines: string[]) => string[], object]>([
    ['has an entry changed', (lines) => lines.with(4, lines[4]!.replace('"ok"', '"no"')), { verdict: 'altered', at: 25 }],
    ['has an entry that is none', (lines) => lines.with(4, '{}'), { verdict: 'altered', at: 25 }],
    ['lacks one in the middle', (lines) => lines.toSpliced(4, 1), { verdict: 'truncated', at: 25 }],
    ['lacks its last ones', (lines) => lines.slice(0, 15), { verdict: 'truncated', at: 36 }],
    ['lacks all', () => [], { verdict: 'truncated', at: 21 }],
  ])('%s', async (_, change, verdict) => {
    const folder = await sealed();
    await rewrite(await fileOf(folder, 1), change);
    expect(await verdictOf(folder)).toMatchObject(verdict);
  });

  it('is no compressed file any more is altered', async () => {
    const folder = await sealed();
    await writeFile(await fileOf(folder, 1), 'not gzip');
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'altered', at: 21 });
  });

  it('the database no longer speaks of is entries that are missing', async () => {
    const folder = await sealed();
    withSqlite(auditPaths(folder).database, (database) => database.exec('DELETE FROM seals WHERE first = 1'));
    expect(await verdictOf(folder)).toMatchObject({ verdict: 'truncated', at: 1 });
  });
});
