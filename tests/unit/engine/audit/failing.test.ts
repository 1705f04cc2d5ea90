import { chmod, mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { auditPaths, keyFile } from '../../../../src-main/engine/audit/index.ts';
import { Anchor } from '../../../../src-main/engine/audit/writer/anchor.ts';
import { ChainWriter } from '../../../../src-main/engine/audit/writer/chain-writer.ts';
import { openForWriting } from '../../../../src-main/engine/audit/writer/open-for-writing.ts';
import { startWriter } from '../../../../src-main/engine/store/index.ts';
import type { Trouble } from '../../../../src-main/threads/writer-protocol.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';
import { dyingOver } from '../../../support/writer-thread.ts';

/** Makes SQLite refuse every entry, as a full disk does, until what is returned is called. */
function refuseEntries(folder: string): () => void {
  const { database } = auditPaths(folder);
  withSqlite(database, (open) => open.exec(`CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no room'); END`));
  return () => withSqlite(database, (open) => open.exec('DROP TRIGGER no'));
}

/** A chain without a thread around it. */
async function chainIn(folder: string) {
  const { database, checkpoint } = auditPaths(folder);
  await mkdir(dirname(checkpoint), { recursive: true });
  const open = openForWriting(database, 1000);
  const troubles: Trouble[] = [];
  const anchor = new Anchor(checkpoint, Buffer.alloc(32, 1));
  const chain = new ChainWriter({
    database: open,
    anchor,
    openAnchor: () => anchor,
    now: Date.now,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  onTestFinished(() => chain.close());
  const written = (...pieces: readonly (readonly string[])[]) => {
    for (const piece of pieces) chain.take(piece);
    return chain.commit();
  };
  return { open, anchor, chain, troubles, written };
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

  it('refuses a transaction as a whole, in whatever pieces it came, and then goes on', async () => {
    const { open, anchor, troubles, written } = await chainIn(await tempFolder());
    const rows = () => open.prepare('SELECT seq, entry FROM entries ORDER BY seq').all();
    expect(written(['a'], ['b', 'c'])).toEqual([]);
    open.exec("CREATE TRIGGER no BEFORE INSERT ON entries WHEN new.entry = 'bad' BEGIN SELECT RAISE(ABORT, 'no room'); END");
    const refusal = { code: 'SQLITE_CONSTRAINT_TRIGGER', message: 'no room' };
    // What stands before the one that is refused is not kept either, and what comes behind it is not begun with.
    expect(written(['d', 'e'], ['f', 'bad'], ['g'])).toEqual([refusal, refusal, refusal, refusal, refusal]);
    expect(written(['h'], ['i'])).toEqual([]);
    expect(rows()).toEqual(['a', 'b', 'c', 'h', 'i'].map((entry, i) => ({ seq: i + 1, entry })));
    expect(anchor.read()).toMatchObject({ kind: 'signed', head: { count: 5 } });
    expect(troubles).toEqual([]);
  });

  it('is kept when its checkpoint cannot be read, which is compared with it as soon as it can', async () => {
    const folder = await tempFolder();
    const { checkpoint } = auditPaths(folder);
    await mkdir(checkpoint, { recursive: true });
    const { anchor, troubles, written } = await chainIn(folder);
    expect([written(['a']), written(['b'])]).toEqual([[], []]);
    expect(troubles).toEqual([{ passing: expect.stringContaining('could not be read: Error: EISDIR') }]);
    await rmdir(checkpoint);
    expect(written(['c'])).toEqual([]);
    expect(troubles.slice(1)).toEqual([{ lasting: 'there are entries and no checkpoint' }, { passing: null }]);
    expect(anchor.read()).toEqual({ kind: 'none' });
  });

  it('is kept when its checkpoint cannot be written through to the disk, and closed', async () => {
    const { anchor, chain, open, troubles, written } = await chainIn(await tempFolder());
    const refuse = vi.spyOn(anchor, 'sync').mockImplementation(() => {
      throw new Error('EIO');
    });
    for (const entry of ['a', 'b']) {
      expect(written([entry])).toEqual([]);
      chain.afterwards();
    }
    expect(troubles).toEqual([{ passing: 'the checkpoint could not be synced: Error: EIO' }]);
    refuse.mockRestore();
    chain.afterwards();
    expect(troubles.slice(1)).toEqual([{ passing: null }]);
    written(['c']);
    vi.spyOn(anchor, 'sync').mockImplementation(() => {
      throw new Error('EIO');
    });
    chain.close();
    expect(open.open).toBe(false);
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

  it('refuses everybody who needs it at the same time, and is not said to be well in between', async () => {
    const folder = await tempFolder();
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    const said: boolean[] = [];
    audit.onFailing((failing) => said.push(failing));
    const allow = refuseEntries(folder);
    await audit.record(fact());
    const refused = { status: 'rejected', reason: { code: 'AUDIT_UNAVAILABLE' } };
    expect(await Promise.allSettled([audit.ready(), audit.ready()])).toMatchObject([refused, refused]);
    expect(said).toEqual([true]);

    allow();
    await Promise.all([audit.ready(), audit.ready()]);
    expect(said).toEqual([true, false]);
    expect((await audit.list({ limit: 10 })).entries).toMatchObject([{ procedure: 'audit.gap', where: { missing: 1 } }]);
  });

  it('is failed by nobody who hears of it, and neither is a log that can', async () => {
    const folder = await tempFolder();
    const logger = testLogger();
    const keys = {
      ...keyFile(auditPaths(folder).key, logger),
      settle: () => {
        throw new Error('heard of an entry');
      },
    };
    const audit = await openAuditIn(folder, { logger, keys });
    onTestFinished(() => audit.close());
    const said: boolean[] = [];
    audit.onFailing((failing) => {
      throw new Error(`heard that it fails: ${failing}`);
    });
    audit.onFailing((failing) => said.push(failing));
    expect(await audit.record(fact())).toBe(true);

    const allow = refuseEntries(folder);
    expect(await audit.record(fact())).toBe(false);
    allow();
    expect(await audit.record(fact())).toBe(true);
    expect(audit.problem()).toBeNull();
    expect(said).toEqual([true, false]);
    // The gap is told once: it was not counted anew because somebody who heard of it failed.
    const { entries } = await audit.list({ limit: 10 });
    expect(entries.map(({ procedure }) => procedure)).toEqual(['session.rename', 'audit.gap', 'session.rename']);
    const heard = logger.lines.filter(({ message }) => message === 'what was to hear of the audit log failed');
    expect(heard.map(({ fields }) => /heard [^\n]+/.exec(String(fields.error))?.[0])).toEqual([
      'heard of an entry',
      'heard that it fails: true',
      'heard of an entry',
      'heard that it fails: false',
      'heard of an entry',
    ]);
  });

  /** A log whose thread is refused so many times; the tries are counted. */
  async function openedWith(refusals: number, code: string) {
    let tries = 0;
    const audit = await openAuditIn(await tempFolder(), {
      startWriter: (script, config, onTrouble) => {
        tries += 1;
        if (tries <= refusals) return Promise.reject(Object.assign(new Error(code), { code }));
        return startWriter(script, config, onTrouble);
      },
    });
    onTestFinished(() => audit.close());
    return { audit, tries: () => tries };
  }

  it.each(['EMFILE', 'ERR_WORKER_INIT_FAILED'])(
    'for a moment only, because of %s, is tried again before anything is missed',
    async (code) => {
      const { audit, tries } = await openedWith(3, code);
      expect(tries()).toBe(4);
      await audit.ready();
      expect(await audit.record(fact())).toBe(true);
      expect((await audit.list({ limit: 10 })).entries.map(({ procedure }) => procedure)).toEqual(['session.rename']);
    },
  );

  it('because no thread starts for long refuses each call at once, without another try', async () => {
    const { audit, tries } = await openedWith(Number.POSITIVE_INFINITY, 'EMFILE');
    expect(tries()).toBe(4);
    expect(await Promise.all([audit.record(fact()), audit.record(fact())])).toEqual([false, false]);
    await expect(audit.ready()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', context: { reason: 'EMFILE' } });
    expect(tries()).toBe(4);
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
  const [thread] = threads;
  if (thread === undefined) throw new Error('no thread was started');
  expect(await dyingOver(thread, auditPaths(folder).database, () => audit.record(fact()))).toBe(false);
  await audit.record(fact());
  expect(threads).toHaveLength(2);
  expect((await audit.list({ limit: 10 })).entries.map(({ procedure }) => procedure)).toEqual([
    'session.rename',
    'audit.gap',
    'session.rename',
  ]);
  expect(await audit.verify()).toMatchObject({ verdict: 'intact', entries: 3 });
});
