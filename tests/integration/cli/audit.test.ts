import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuditEntry } from '#shared/contract/index.ts';
import { withSqlite } from '../../support/audit.ts';
import { person } from './support.ts';

const SECRET = 'sk-planted-and-never-to-be-found';

test('every change is in the audit log, by whom and on what, without what was said; and what somebody does to the log is found', async () => {
  const one = await person();
  const { run, json, dataFolder } = one;
  const env = ['--env', `KEY=${SECRET}`];
  const { id } = await json<{ id: string }>(['session', 'create', 'first', '--agent', 'shell', ...env, '--', '-c', `: ${SECRET}; cat`]);
  await json(['session', 'send', 'first', SECRET]);
  await json(['session', 'rename', 'first', 'second']);
  expect((await run(['session', 'rename', 'nobody', 'x'])).code).toBe(3);
  expect((await run(['config', 'set', SECRET, SECRET])).code).toBe(2);
  await json(['session', 'list']);

  const { entries } = await json<{ entries: AuditEntry[] }>(['audit', 'list']);
  expect(entries.map(({ procedure, result, where }) => [procedure, result, where.session, where.ref])).toEqual([
    ['settings.set', 'INVALID_INPUT', undefined, undefined],
    ['session.rename', 'NOT_FOUND', 'nobody', undefined],
    ['session.rename', 'ok', id, 'first'],
    ['session.send', 'ok', id, 'first'],
    ['session.create', 'ok', id, undefined],
  ]);
  for (const entry of entries) {
    expect(entry).toMatchObject({ caller: { kind: 'cli', role: 'owner' }, decision: 'allowed', call: expect.stringMatching(/^cal_/) });
  }
  for (const file of ['audit.db', 'audit.db-wal']) expect((await readFile(join(dataFolder, file))).includes(SECRET)).toBe(false);

  const found = await json<{ entries: AuditEntry[] }>(['audit', 'search', 'second', '--since', '1h', '--result', 'ok']);
  expect(found.entries.map(({ procedure }) => procedure)).toEqual(['session.rename']);
  // By its name of now, by the one that was typed then, by its id.
  const numbersOf = async (ref: string) =>
    (await json<{ entries: AuditEntry[] }>(['audit', 'list', '--session', ref])).entries.map(({ seq }) => seq);
  expect(await numbersOf('second')).toEqual([3, 2, 1]);
  expect(await numbersOf(id)).toEqual([3, 2, 1]);
  expect(await numbersOf('first')).toEqual([3, 2]);
  expect(await numbersOf('nobody')).toEqual([4]);
  // What no entry can be like is no clean log.
  const code = async (...filter: string[]) => (await run(['audit', 'list', ...filter])).code;
  expect(await code('--session', 'never heard of')).toBe(3);
  // One that the log knows, but not of late.
  expect(await code('--session', 'first', '--since', '1d', '--before', '1')).toBe(0);
  expect(await code('--result', 'NOPE')).toBe(2);
  expect(await code('--procedure', 'sesion')).toBe(2);
  expect(await run(['audit', 'export', '--result', 'denyed'])).toMatchObject({ code: 2, stdout: '', stderr: /did you mean denied/ });
  expect(await run(['audit', 'list', '--result', 'MODEL_OVERLOADED', '--json'])).toMatchObject({ code: 0, stdout: /"entries":\[\]/ });
  const shown = await run(['audit', 'list', '--procedure', 'session.rename', '--result', 'ok']);
  expect(shown.stdout).toMatch(
    /3 +\d{4}-\d\d-\d\dT[\d:.]+Z +cli +session\.rename +sessionName=first name=second ref=first session=ses_\w+ +ok/,
  );
  const exported = await run(['audit', 'export']);
  expect(
    exported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(entries.toReversed());
  expect(await json(['audit', 'verify'])).toEqual({ verdict: 'intact', at: null, entries: 5 });
  const refused = await run(['audit', 'list', '--since', 'yesterday']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--since') });

  // The end of an engine is an entry of it too.
  await run(['serve', '--stop']);
  const after = await json<{ entries: AuditEntry[] }>(['audit', 'list', '--limit', '1']);
  expect(after.entries[0]).toMatchObject({ seq: 6, procedure: 'system.shutdown', result: 'ok' });

  withSqlite(join(dataFolder, 'audit.db'), (database) =>
    database.exec(`UPDATE entries SET entry = json_set(entry, '$[1]', 'agent') WHERE seq = 3`),
  );
  const verified = await run(['audit', 'verify', '--json']);
  expect(verified.code).toBe(1);
  expect(JSON.parse(verified.stdout)).toMatchObject({ verdict: 'altered', at: 3 });
});

test('what happened to a session is found by its name when it is deleted, by whatever it was meant', async () => {
  const { json, run } = await person();
  const { id } = await json<{ id: string }>(['session', 'create', 'second', '--agent', 'shell']);
  await json(['session', 'mark', id, 'unread']);
  await json(['session', 'stop', id]);
  await json(['session', 'rename', id, 'third']);
  await json(['session', 'delete', id]);
  const { entries } = await json<{ entries: AuditEntry[] }>(['audit', 'search', 'second']);
  expect(entries.map(({ procedure }) => procedure)).toEqual(['session.rename', 'session.stop', 'session.mark', 'session.create']);
  const gone = await json<{ entries: AuditEntry[] }>(['audit', 'list', '--session', 'third']);
  expect(gone.entries.map(({ procedure, where }) => [procedure, where.sessionName, where.session])).toEqual([
    ['session.delete', 'third', id],
  ]);
  expect((await run(['audit', 'search', 'third'])).stdout).toMatch(/session\.delete +sessionName=third session=ses_/);
  expect(await json(['audit', 'verify'])).toMatchObject({ verdict: 'intact' });
});
