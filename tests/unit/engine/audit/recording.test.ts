import { stat } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditPaths, factsOf } from '../../../../src-main/engine/audit/index.ts';
import type { CallContext } from '../../../../src-main/engine/types.ts';
import { KimiError } from '../../../../src-shared/errors/kimi-error.ts';
import { createRedactor } from '../../../../src-shared/redaction/index.ts';
import { fact, openAuditIn, withSqlite } from '../../../support/audit.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const context: CallContext = { caller: { kind: 'cli', depth: 0, role: 'owner' }, connection: 'outside' };
const SESSION = 'ses_01J0000000000000000000000A';

describe('what is kept of a call', () => {
  it('is who, what, where, how it ended and by which name it is found in the logs', () => {
    const given = { procedure: 'session.rename', context, input: { session: 'old', name: 'new' }, output: { id: SESSION, name: 'new' } };
    expect(factsOf({ ...given, call: 'cal_1234' })).toEqual({
      caller: { kind: 'cli', role: 'owner', connection: 'outside' },
      procedure: 'session.rename',
      where: { session: SESSION, ref: 'old', name: 'new' },
      decision: 'allowed',
      result: 'ok',
      call: 'cal_1234',
    });
  });

  it('is the name that the session had, and the one that a new one got where none was asked for', () => {
    const sessions = new Map([['old', { id: SESSION, name: 'old' }]]);
    const where = (input: object, output: unknown) =>
      factsOf({ procedure: 'session.x', context, input, output, call: undefined, sessions }).where;
    const info = { id: SESSION, name: 'garden' };
    expect(where({ session: 'old', name: 'new' }, { id: SESSION, name: 'new' })).toEqual({
      sessionName: 'old',
      name: 'new',
      ref: 'old',
      session: SESSION,
    });
    expect(where({ cwd: '/garden' }, info)).toEqual({ sessionName: 'garden', cwd: '/garden', session: SESSION });
    expect(where({ name: 'garden' }, info)).toEqual({ name: 'garden', session: SESSION });
    expect(where({ session: 'nobody' }, undefined)).toEqual({ session: 'nobody' });
  });

  it('is never a message, a prompt, a value, an environment, an argument, a layout or a file’s content', () => {
    const secret = 'sk-planted';
    const input = {
      session: 'one',
      text: secret,
      prompt: secret,
      value: secret,
      env: { KEY: secret },
      args: [secret],
      json: secret,
      data: secret,
      tags: [secret],
      key: secret,
      unheardOf: secret,
    };
    const facts = factsOf({ procedure: 'session.send', context, input, output: { confirmedBy: secret }, call: undefined });
    expect(JSON.stringify(facts)).not.toContain(secret);
    expect(facts.where).toEqual({ session: 'one' });
  });

  it('has no secret in a name, a path or a reason that the redactor knows', async () => {
    const redactor = createRedactor();
    redactor.know('correct horse battery');
    const audit = await openAuditIn(await tempFolder(), { redactor });
    onTestFinished(() => audit.close());
    const where = { sessionName: 'correct horse battery', name: 'with correct horse battery', path: '/home/me/x', bytes: 3 };
    await audit.record(fact({ where, decision: 'denied', why: 'not correct horse battery', result: 'DENIED' }));
    const { entries } = await audit.list({ limit: 1 });
    expect(entries[0]).toMatchObject({
      where: { sessionName: '[secret]', name: 'with [secret]', path: '/home/me/x', bytes: 3 },
      why: 'not [secret]',
    });
    expect((await audit.verify()).verdict).toBe('intact');
  });

  it('names the settings that a text changes, without their values, and none of a text that is no TOML', () => {
    const base = 'theme = "dark"\n[terminal]\nfontSize = 9\n';
    const toml = 'theme = "dark"\n[terminal]\nclipboardWrite = true\n[mine]\nword = "hunter2"\n';
    const where = (input: object) => factsOf({ procedure: 'settings.replace', context, input, call: undefined }).where;
    expect(where({ toml, base })).toEqual({ key: 'terminal.clipboardWrite, terminal.fontSize' });
    expect(where({ toml })).toEqual({ key: 'terminal.clipboardWrite, theme' });
    expect(where({ toml: 'theme = hunter2' })).toEqual({});
    expect(where({ toml: base, base })).toEqual({});
  });

  it('names the setting when there is one of that name', () => {
    const input = { key: 'terminal.fontSize', value: '14' };
    expect(factsOf({ procedure: 'settings.set', context, input, call: undefined }).where).toEqual({ key: 'terminal.fontSize' });
  });

  it.each([
    [new KimiError('DENIED', { need: 'owner', have: 'agent' }), { decision: 'denied', why: 'needs owner', result: 'DENIED' }],
    [new KimiError('TICKET_REVOKED'), { decision: 'denied', why: 'TICKET_REVOKED', result: 'TICKET_REVOKED' }],
    [new KimiError('NOT_FOUND', { name: 'x' }), { decision: 'allowed', result: 'NOT_FOUND' }],
  ])('tells what was denied from what failed: %s', (error, told) => {
    expect(factsOf({ procedure: 'session.stop', context, input: {}, error, call: undefined })).toMatchObject(told);
  });

  it.each([null, 'text', 7, ['session'], { session: { id: 1 } }, { session: 'x'.repeat(100_000) }])(
    'is short whatever was sent: %#',
    (input) => {
      expect(JSON.stringify(factsOf({ procedure: 'session.stop', context, input, call: undefined })).length).toBeLessThan(500);
    },
  );
});

describe('the audit log', () => {
  it('keeps entries of many callers at once in one order, in files that only the owner can read', async () => {
    const folder = await tempFolder();
    const audit = await openAuditIn(folder, { now: () => 1_764_000_000_000 });
    onTestFinished(() => audit.close());
    await Promise.all(Array.from({ length: 300 }, (_, i) => audit.record(fact({ where: { session: `s${i}` } }))));
    const { entries, more } = await audit.list({ limit: 1000 });
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => 300 - i));
    expect(new Set(entries.map(({ where }) => where.session)).size).toBe(300);
    expect(entries[0]).toMatchObject({ at: 1_764_000_000_000, prev: entries[1]?.hash, decision: 'allowed', result: 'ok' });
    expect(more).toBeNull();
    const { database, checkpoint, key } = auditPaths(folder);
    for (const path of [database, checkpoint, key]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('has an entry on the disk when it says so', async () => {
    const folder = await tempFolder();
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    await audit.record(fact());
    const pragmas = withSqlite(auditPaths(folder).database, (database) => [
      database.pragma('journal_mode', { simple: true }),
      database.prepare('SELECT count(*) FROM entries').pluck().get(),
    ]);
    expect(pragmas).toEqual(['wal', 1]);
  });

  it('goes on where it was, and takes nothing after its end', async () => {
    const folder = await tempFolder();
    for (let i = 0; i < 3; i += 1) {
      const audit = await openAuditIn(folder);
      await audit.record(fact());
      await audit.close();
      await audit.record(fact());
    }
    const audit = await openAuditIn(folder);
    onTestFinished(() => audit.close());
    expect((await audit.list({ limit: 10 })).entries.map(({ seq }) => seq)).toEqual([3, 2, 1]);
  });
});

describe('looking into it', () => {
  async function filled() {
    const audit = await openAuditIn(await tempFolder(), { now: () => clock });
    onTestFinished(() => audit.close());
    let clock = Date.parse('2026-11-20T00:00:00Z');
    const at = async (iso: string, over: Parameters<typeof fact>[0]) => {
      clock = Date.parse(iso);
      await audit.record(fact(over));
    };
    await at('2026-11-20T10:00:00Z', { procedure: 'session.create', where: { session: SESSION, name: 'Werk' } });
    await at('2026-11-21T10:00:00Z', { procedure: 'session.rename', where: { session: SESSION, ref: 'Werk', name: 'work' } });
    await at('2026-11-22T10:00:00Z', {
      caller: { kind: 'agent', role: 'agent', session: SESSION, connection: 'child:trm_1' },
      procedure: 'settings.set',
      decision: 'denied',
      why: 'needs owner',
      result: 'DENIED',
      where: {},
    });
    await at('2026-11-23T10:00:00Z', { procedure: 'sessionless.thing', result: 'NOT_FOUND', where: { path: '/srv/Folder' } });
    clock = Date.parse('2026-11-23T12:00:00Z');
    return audit;
  }

  it.each([
    [{ since: '2026-11-21' }, [4, 3, 2]],
    [{ since: '2026-11-21T10:00Z', until: '2026-11-22T10:00:00Z' }, [3, 2]],
    [{ since: '2026-11-21T12:00+02:00', until: '2026-11-21 11:00' }, [2]],
    [{ since: '24h' }, [4]],
    [{ until: '1d' }, [3, 2, 1]],
    [{ caller: 'agent' }, [3]],
    [{ procedure: 'session' }, [2, 1]],
    [{ procedure: 'session.create' }, [1]],
    [{ sessions: [SESSION] }, [3, 2, 1]],
    [{ sessions: ['Werk'] }, [2]],
    [{ sessions: ['nobody', SESSION] }, [3, 2, 1]],
    [{ sessions: [] }, []],
    [{ result: 'ok' }, [2, 1]],
    [{ result: 'failed' }, [4, 3]],
    [{ result: 'allowed' }, [4, 2, 1]],
    [{ result: 'denied' }, [3]],
    [{ result: 'NOT_FOUND' }, [4]],
    [{ query: 'folder' }, [4]],
    [{ query: 'NEEDS OWN' }, [3]],
    [{ query: 'werk', result: 'ok' }, [2, 1]],
    [{ query: 'nowhere' }, []],
  ])('%j', async (filter, found) => {
    const audit = await filled();
    expect((await audit.list({ ...filter, limit: 10 })).entries.map(({ seq }) => seq)).toEqual(found);
    expect((await audit.export({ ...filter, after: 0 })).entries.map(({ seq }) => seq)).toEqual(found.toReversed());
  });

  it('goes on where a page ended', async () => {
    const audit = await filled();
    const first = await audit.list({ limit: 3 });
    expect(first).toMatchObject({ entries: [{ seq: 4 }, { seq: 3 }, { seq: 2 }], more: 2 });
    expect(await audit.list({ limit: 3, before: first.more ?? 0 })).toMatchObject({ entries: [{ seq: 1 }], more: null });
    expect((await audit.export({ after: 2 })).entries.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it.each(['yesterday', '2026-13-01', '5', '2026', '-3d', ''])('with the time %j is refused with the name of the field', async (until) => {
    const audit = await filled();
    await expect(audit.list({ until, limit: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field: 'until' } });
  });
});
