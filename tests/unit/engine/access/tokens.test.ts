import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SessionId } from '#shared/ids.ts';
import { dataFolder } from './support.ts';

const SESSION = 'ses_01J0000000000000000000000A';
const OTHER = 'ses_01J0000000000000000000000B';

let data: Awaited<ReturnType<typeof dataFolder>>;
beforeEach(async () => {
  data = await dataFolder();
});
afterEach(() => data.remove());

describe("the owner's token", () => {
  test('is made on the first start, for the owner only, and leaves no temporary file', async () => {
    const { access } = await data.startEngine();
    const path = join(data.folder, 'owner.token');
    expect((await readFile(path, 'utf8')).trim()).toBe(access.ownerToken);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(data.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('stays the same over restarts', async () => {
    const first = await data.startEngine();
    await first.stop();
    const second = await data.startEngine();
    expect(second.access.ownerToken).toBe(first.access.ownerToken);
  });

  test('that others could read is replaced, and the log says so without showing it', async () => {
    const first = await data.startEngine();
    await first.stop();
    await chmod(join(data.folder, 'owner.token'), 0o644);
    const second = await data.startEngine();
    expect(second.access.ownerToken).not.toBe(first.access.ownerToken);
    expect(await second.access.callerAt({ kind: 'outside' }, first.access.ownerToken)).toBeNull();
    expect((await stat(join(data.folder, 'owner.token'))).mode & 0o777).toBe(0o600);
    const log = data.logger.lines.join('\n');
    expect(log).toContain('readable by others');
    expect(log).not.toContain(first.access.ownerToken);
    expect(log).not.toContain(second.access.ownerToken);
  });

  test('that is damaged is replaced', async () => {
    await writeFile(join(data.folder, 'owner.token'), 'half a tok', { mode: 0o600 });
    const { access } = await data.startEngine();
    expect(access.ownerToken).toMatch(/^kso_/);
  });

  test('is never read or written through a link', async () => {
    const elsewhere = join(data.folder, 'elsewhere');
    await writeFile(elsewhere, 'precious', { mode: 0o600 });
    await symlink(elsewhere, join(data.folder, 'owner.token'));
    await expect(data.startEngine()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', context: { reason: 'it is a link' } });
    expect(await readFile(elsewhere, 'utf8')).toBe('precious');
  });

  test('makes its bearer the owner at the command line; anything else is nobody', async () => {
    const { access } = await data.startEngine();
    expect(await access.callerAt({ kind: 'outside' }, access.ownerToken)).toEqual({ kind: 'cli', depth: 0, role: 'owner' });
    for (const wrong of ['', 'kso_', `${access.ownerToken}x`, access.ownerToken.slice(0, -1), access.ownerToken.toUpperCase()]) {
      expect(await access.callerAt({ kind: 'outside' }, wrong), wrong).toBeNull();
    }
  });
});

describe("a child's token", () => {
  test('makes its bearer an agent of that session at that depth', async () => {
    data.sessions.add(SESSION);
    const { access } = await data.startEngine();
    const token = await access.childToken(SESSION, 2);
    expect(await access.callerAt({ kind: 'outside' }, token)).toEqual({ kind: 'agent', session: SESSION, depth: 2, role: 'agent' });
  });

  test('is still good after an engine restart, because the child lives on with it', async () => {
    data.sessions.add(SESSION);
    const first = await data.startEngine();
    const token = await first.access.childToken(SESSION, 1);
    await first.stop();
    const second = await data.startEngine();
    expect(await second.access.childToken(SESSION, 1)).toBe(token);
    expect(await second.access.callerAt({ kind: 'outside' }, token)).toMatchObject({ session: SESSION });
  });

  test('is dead when its session is gone', async () => {
    data.sessions.add(SESSION);
    const { access } = await data.startEngine();
    const token = await access.childToken(SESSION, 1);
    data.sessions.delete(SESSION);
    expect(await access.callerAt({ kind: 'outside' }, token)).toBeNull();
  });

  test('cannot be turned into one of another session or depth', async () => {
    data.sessions.add(SESSION).add(OTHER);
    const { access } = await data.startEngine();
    const token = await access.childToken(SESSION, 1);
    expect(await access.callerAt({ kind: 'outside' }, token.replace(SESSION, OTHER))).toBeNull();
    expect(await access.callerAt({ kind: 'outside' }, token.replace('.1.', '.0.'))).toBeNull();
    expect(await access.callerAt({ kind: 'outside' }, token.replace('.1.', '.01.'))).toBeNull();
  });

  test('of another installation is nobody here', async () => {
    const elsewhere = await dataFolder();
    try {
      data.sessions.add(SESSION);
      const { access } = await data.startEngine();
      const foreign = await (await elsewhere.startEngine()).access.childToken(SESSION, 1);
      expect(await access.callerAt({ kind: 'outside' }, foreign)).toBeNull();
    } finally {
      await elsewhere.remove();
    }
  });
});

describe('where a connection comes from', () => {
  const CHILD = 'trm_01J0000000000000000000000T';
  const AGENT = { kind: 'agent', session: SESSION, depth: 3, role: 'agent' };

  const inChild = async () => {
    data.sessions.add(SESSION).add(OTHER);
    data.children.set(CHILD, { session: SessionId.parse(SESSION), depth: 3 });
    return (await data.startEngine()).access;
  };

  test('decides over every token: inside a child it is the child that calls', async () => {
    const access = await inChild();
    for (const token of [null, 'nonsense', access.ownerToken, await access.childToken(OTHER, 1)]) {
      expect(await access.callerAt({ kind: 'child', childId: CHILD }, token)).toEqual(AGENT);
    }
  });

  test("is logged when the owner's token comes from inside a child, without the token", async () => {
    const access = await inChild();
    await access.callerAt({ kind: 'child', childId: CHILD }, access.ownerToken);
    const log = data.logger.lines.join('\n');
    expect(log).toContain("showed the owner's token");
    expect(log).toContain(CHILD);
    expect(log).not.toContain(access.ownerToken);
  });

  test.each([null, 'trm_01J0000000000000000000000U'])(
    'inside a child that has no session (%s) it is an agent without one',
    async (childId) => {
      const access = await inChild();
      expect(await access.callerAt({ kind: 'child', childId }, access.ownerToken)).toEqual({ kind: 'agent', depth: 1, role: 'agent' });
    },
  );

  test('inside, but not certainly of which child, it is the agent that its token says', async () => {
    const access = await inChild();
    const token = await access.childToken(OTHER, 1);
    expect(await access.callerAt({ kind: 'child', childId: null }, token)).toEqual({ ...AGENT, session: OTHER, depth: 1 });
    expect(await access.callerAt({ kind: 'child', childId: null }, null)).toEqual({ kind: 'agent', depth: 1, role: 'agent' });
  });

  test("who cannot be seen is never the owner, but may be a child by the child's token", async () => {
    const access = await inChild();
    expect(await access.callerAt({ kind: 'hidden' }, access.ownerToken)).toBeNull();
    expect(await access.callerAt({ kind: 'hidden' }, null)).toBeNull();
    expect(await access.callerAt({ kind: 'hidden' }, await access.childToken(SESSION, 1))).toMatchObject({ role: 'agent' });
  });

  test('is not asked for where the system does not tell: the token decides', async () => {
    const access = await inChild();
    expect(await access.callerAt({ kind: 'untold' }, access.ownerToken)).toMatchObject({ role: 'owner' });
    expect(await access.callerAt({ kind: 'untold' }, await access.childToken(SESSION, 1))).toMatchObject({ role: 'agent' });
    expect(await access.callerAt({ kind: 'untold' }, null)).toBeNull();
  });
});
