import { access, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditPaths, keychainKey, type OpenAuditOptions } from '../../../../src-main/engine/audit/index.ts';
import type { AuditUnit } from '../../../../src-main/engine/audit/types.ts';
import type { Keychain } from '../../../../src-main/engine/secrets/index.ts';
import { startWriter } from '../../../../src-main/engine/store/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';

function memoryKeychain() {
  const entries = new Map<string, string>();
  const state = { there: true, loses: false };
  const asked = async <T>(answer: () => T): Promise<T> => {
    if (!state.there) throw new Error('nobody is there');
    return answer();
  };
  const keychain: Keychain = {
    get: (account) => asked(() => entries.get(account) ?? null),
    set: (account, value) => asked(() => void (state.loses || entries.set(account, value))),
    remove: (account) => asked(() => void entries.delete(account)),
  };
  return { keychain, entries, state };
}

const open = async (folder: string, keychain: Keychain, options: Partial<OpenAuditOptions> = {}) => {
  const logger = testLogger();
  const { key, keyAccount } = auditPaths(folder);
  const keys = keychainKey({ file: key, account: keyAccount, keychain, logger });
  const audit = await openAuditIn(folder, { keys, logger, ...options });
  onTestFinished(() => audit.close());
  return audit;
};

const there = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** A log with an entry, whose key is in the keychain. */
async function moved() {
  const folder = await tempFolder();
  const memory = memoryKeychain();
  // As a version before this one left it: with a key in a file, and signed.
  const before = await openAuditIn(folder);
  await before.record(fact());
  await before.close();
  const old = (await readFile(auditPaths(folder).key, 'utf8')).trim();
  const audit = await open(folder, memory.keychain);
  await audit.record(fact());
  await expect.poll(() => there(auditPaths(folder).key)).toBe(false);
  expect([...memory.entries.values()]).toEqual([old]);
  expect((await audit.verify()).verdict).toBe('intact');
  await audit.close();
  return { folder, ...memory };
}

describe('the key of the checkpoints', () => {
  it('goes from its file into the keychain with the first change, and the log stays intact', async () => {
    const { folder, keychain } = await moved();
    const audit = await open(folder, keychain);
    await audit.record(fact());
    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: 3 });
    expect(audit.problem()).toBeNull();
  });

  it('stays in its file where there is no keychain, or one that does not keep what it is given', async () => {
    for (const way of ['there', 'loses'] as const) {
      const folder = await tempFolder();
      const { keychain, state } = memoryKeychain();
      state[way] = way === 'loses';
      const audit = await open(folder, keychain);
      await audit.record(fact());
      expect(await there(auditPaths(folder).key)).toBe(true);
      expect((await audit.verify()).verdict).toBe('intact');
    }
  });

  it('that the keychain does not give keeps nobody from recording; checkpoints are signed once it does', async () => {
    const { folder, keychain, state } = await moved();
    state.there = false;
    const audit = await open(folder, keychain);
    expect(await audit.record(fact())).toBe(true);
    await expect.poll(() => audit.problem()).toMatchObject({ kind: 'unsigned' });
    await expect(audit.verify()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    state.there = true;
    // Behind the checkpoint, and in one chain with it.
    expect(await audit.verify()).toEqual({ verdict: 'intact', at: null, entries: 3 });
    await audit.close();
    const next = await open(folder, keychain);
    await next.record(fact());
    await expect.poll(() => readFile(auditPaths(folder).checkpoint, 'utf8')).toContain('"count":4');
    await next.close();
    // The newest entries are signed for: one that goes away is missed.
    withSqlite(auditPaths(folder).database, (database) => database.exec('DELETE FROM entries WHERE seq = 4'));
    expect(await (await open(folder, keychain)).verify()).toMatchObject({ verdict: 'truncated', at: 4 });
  });

  it('finds what was changed while it could not be had', async () => {
    const { folder, keychain, state } = await moved();
    withSqlite(auditPaths(folder).database, (database) => database.exec('DELETE FROM entries WHERE seq = 2'));
    state.there = false;
    const audit = await open(folder, keychain);
    await audit.record(fact());
    await audit.close();
    state.there = true;
    expect((await (await open(folder, keychain)).verify()).verdict).not.toBe('intact');
  });

  it('is given again to a writer that did not take it', async () => {
    const { folder, keychain } = await moved();
    let refused = 0;
    const refusing: typeof startWriter<AuditUnit> = async (...start) => {
      const thread = await startWriter<AuditUnit>(...start);
      const refusal = { code: 'SQLITE_FULL', message: 'database or disk is full' };
      return {
        ...thread,
        async write(units) {
          if (refused > 0 || units.every((unit) => typeof unit === 'string')) return thread.write(units);
          refused += 1;
          return units.map(() => refusal);
        },
      };
    };
    const audit = await open(folder, keychain, { startWriter: refusing });
    const problem = await until('the key was refused', () => audit.problem());
    expect(problem).toEqual({ kind: 'unsigned', reason: 'database or disk is full' });
    const last = await until('an entry took the key with it', async () => {
      await audit.record(fact());
      if (audit.problem() !== null) return null;
      return (await audit.list({ limit: 1 })).entries[0]?.seq;
    });
    expect(refused).toBe(1);
    await audit.close();
    withSqlite(auditPaths(folder).database, (database) => database.exec(`DELETE FROM entries WHERE seq = ${last}`));
    expect(await (await open(folder, keychain)).verify()).toMatchObject({ verdict: 'truncated', at: last });
  });

  it('raises no alarm when it comes back after more entries than the database keeps', async () => {
    const { folder, keychain, state } = await moved();
    const sealSizes = { keep: 30, chunk: 20 };
    const record = async (audit: Awaited<ReturnType<typeof open>>, count: number) => {
      for (let i = 0; i < count; i += 1) await audit.record(fact());
    };
    state.there = false;
    const audit = await open(folder, keychain, { sealSizes });
    await record(audit, 100);
    await audit.close();
    state.there = true;
    const next = await open(folder, keychain, { sealSizes });
    await record(next, 1);
    await expect.poll(() => next.problem()).toBeNull();
    // What was due meanwhile is sealed now.
    await until('it was sealed', async () => (await readdir(auditPaths(folder).sealed).catch(() => [])).length === 3);
    expect(await next.verify()).toEqual({ verdict: 'intact', at: null, entries: 103 });
    expect(next.problem()).toBeNull();
  });
});
