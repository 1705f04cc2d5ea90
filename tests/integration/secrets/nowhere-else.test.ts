import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuditEntry, SecretInfo } from '#shared/contract/index.ts';
import { processesMarked } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { killHard, person } from '../cli/support.ts';

const PASSPHRASE = 'a passphrase that nobody says';
const IN_SETTING = 'a word of its own in a setting';
/** As people have them: of one word, with signs that are written differently in JSON, addresses and shells, of several lines. */
const PLANTED = {
  word: 'tr0ub4dor-and-three',
  signs: 'p&"ss\\w=rd/% +ü',
  lines: 'first line of a key 0123456789\nsecond line of a key 0123456789',
  imported: 'imported from a file 42',
  variable: 'imported from a variable 43',
};

/** Every way in which a value could have been written down. */
function written(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const bytes = Buffer.from(value);
  const parts = value.split('\n');
  return [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('base64').slice(0, -4),
    bytes.toString('hex'),
    ...parts,
  ];
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('values are in no file, no process’ arguments and no answer but the one that was asked for them', async () => {
  const one = await person({ IMPORTED_VARIABLE: PLANTED.variable, LOG_LEVEL: 'debug' });
  const { run, runProcess, json, dataFolder } = one;
  const envFile = join(await tempFolder(), '.env');
  const said: string[] = [];
  const must = async (args: readonly string[], stdin = '', how = run) => {
    const result = await how(args, { stdin });
    said.push(result.stdout, result.stderr);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    return result.stdout;
  };

  // Without a keychain nothing is kept before somebody says where.
  const early = await run(['secret', 'set', 'word'], { stdin: PLANTED.word });
  expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('SECRETS_LOCKED') });
  said.push(early.stderr);
  await must(['secret', 'unlock'], PASSPHRASE, runProcess);
  for (const name of ['word', 'signs', 'lines'] as const)
    await must(['secret', 'set', name, '--rotate-days', '30'], PLANTED[name], runProcess);
  await writeFile(envFile, `# mine\nIMPORTED_FILE='${PLANTED.imported}'\nEMPTY=\n`);
  expect((await run(['secret', 'import', envFile])).code).toBe(2);
  await must(['secret', 'import', envFile, '--yes']);
  await must(['secret', 'import', '--env', 'IMPORTED_VARIABLE', '--yes']);
  const again = await run(['secret', 'import', envFile, '--yes']);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('SECRET_EXISTS') });
  await must(['secret', 'import', envFile, '--yes', '--replace']);
  await must(['secret', 'rotate', 'word'], `${PLANTED.word}\n`);
  expect(await one.run(['secret', 'get', 'word']), 'a script would take words for the value').toMatchObject({ code: 2, stdout: '' });
  await must(['secret', 'list']);
  await must(['secret', 'status']);
  expect((await json<SecretInfo[]>(['secret', 'list'])).map(({ name, rotateDays }) => [name, rotateDays])).toEqual([
    ['IMPORTED_FILE', null],
    ['IMPORTED_VARIABLE', null],
    ['lines', 30],
    ['signs', 30],
    ['word', 30],
  ]);

  // A session that has them in its environment, by reference; it writes their lengths.
  const env = ['word', 'signs', 'lines'].flatMap((name) => ['--env', `${name.toUpperCase()}=secret:${name}`]);
  const script = 'printf "%s" "$WORD$SIGNS$LINES" | wc -c; read -r line';
  const { id } = await json<{ id: string }>(['session', 'create', 'user', '--agent', 'shell', ...env, '--', '-c', script]);
  const bytes = Buffer.byteLength(PLANTED.word + PLANTED.signs + PLANTED.lines);
  await until('the session has them', async () => (await run(['session', 'tail', id])).stdout.includes(String(bytes)) || undefined);

  // In a setting, where the person put it: there, and in what is told of settings, but in no export of them.
  await must(['secret', 'set', 'setting'], IN_SETTING);
  expect((await run(['config', 'set', 'editor.command', `edit --header ${IN_SETTING} {path}`])).code).toBe(0);
  expect((await run(['config', 'get', 'editor.command'])).stdout).toContain(IN_SETTING);
  const exported = await must(['config', 'export']);
  expect(exported).toContain('[secret]');
  expect(exported).not.toContain(IN_SETTING);
  await run(['config', 'unset', 'editor.command']);

  // In names, in errors, in wrong places: a person's slips.
  for (const value of Object.values(PLANTED)) {
    await run(['session', 'rename', value, value]);
    await run(['config', 'set', 'theme', value]);
    await run(['config', 'set', value, value]);
    await run(['secret', 'delete', value]);
    await run(['session', 'create', 'broken', '--agent', 'shell', '--cwd', `/nowhere/${value}`]);
  }
  expect(await must(['secret', 'get', 'signs', '--reveal']).finally(() => said.splice(-2))).toBe(`${PLANTED.signs}\n`);

  const argv = (
    await Promise.all((await processesMarked(dataFolder)).map(({ pid }) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  ).join();
  const { entries } = await json<{ entries: AuditEntry[] }>(['audit', 'list', '--procedure', 'secret']);
  expect(new Set(entries.map(({ procedure }) => procedure))).toEqual(
    new Set(['secret.set', 'secret.rotate', 'secret.reveal', 'secret.delete', 'secret.unlock']),
  );
  expect(entries).toContainEqual(expect.objectContaining({ procedure: 'secret.rotate', where: { name: 'word' }, result: 'ok' }));
  said.push(JSON.stringify(await json(['audit', 'list'])), (await run(['doctor'])).stdout);
  said.push((await run(['diagnostics', '--show'])).stdout, (await run(['logs', '--level', 'debug'])).stdout);
  expect((await json<{ verdict: string }>(['audit', 'verify'])).verdict).toBe('intact');

  // Also by the engine after this one, to whom nobody has said the passphrase.
  killHard((await one.enginePid()) ?? 0);
  expect(await json(['secret', 'status'])).toMatchObject({ state: 'locked', reason: 'passphrase' });
  expect((await run(['secret', 'unlock'], { stdin: 'not the passphrase' })).code).toBe(4);
  await must(['secret', 'unlock'], PASSPHRASE);
  await run(['serve', '--stop']);

  const hits: string[] = [];
  const files = await filesBelow(dataFolder);
  const everything = new Map<string, string>([
    ['said', said.join('\n')],
    ['argv', argv],
  ]);
  for (const path of files) everything.set(path, await readFile(path, 'latin1'));
  expect([...everything.keys()].filter((path) => /engine\.log$|audit\.db$|state\.db$|secrets\.json$/.test(path))).toHaveLength(4);
  for (const value of [...Object.values(PLANTED), PASSPHRASE]) {
    for (const form of new Set(written(value))) {
      const bytes = Buffer.from(form).toString('latin1');
      for (const [where, text] of everything) if (text.includes(where === 'said' ? form : bytes)) hits.push(`${form} in ${where}`);
    }
  }
  expect(hits).toEqual([]);
  if (process.platform !== 'win32') expect((await stat(join(dataFolder, 'secrets.json'))).mode & 0o777).toBe(0o600);
});
