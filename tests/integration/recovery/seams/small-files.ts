import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { onTestFinished } from 'vitest';
import { asDataFolderError } from '#main/engine/lock/index.ts';
import { Secrets } from '#main/engine/secrets/index.ts';
import { createSettings } from '#main/engine/settings/index.ts';
import { RotatingFile } from '#main/holder/log/rotating-file.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { times, whileInjected } from './injected.ts';
import { type Cell, cannot, FILE_WAITS, NO_CONNECTION, NO_DATABASE, NO_HTTP, type Outcome, type Seam, systemError } from './types.ts';

const HANGS = cannot('a disk that hangs keeps this one change waiting, and nothing else');

/** What is changed of a small file in a data folder, and how it is seen that it was. */
interface Changed {
  readonly folder: string;
  readonly change: (to: string) => Promise<unknown>;
  readonly read: () => Promise<unknown>;
}

/** A change while nothing can be written in the folder: done all the same, or refused and nothing changed; after it another one is done. */
async function changed({ folder, change, read }: Changed, code: string, count: number): Promise<Outcome> {
  await change('before');
  const fails = times(count);
  const open = (path: string) => (path.startsWith(`${folder}${sep}.`) && fails() ? Promise.reject(systemError(code)) : undefined);
  const outcome = await whileInjected({ open }, () =>
    change('meanwhile').then(
      (): Outcome => 'recovered',
      (error: unknown): Outcome => `told ${KimiError.from(asDataFolderError(error, folder)).code}`,
    ),
  );
  const now = await read();
  if (now !== (outcome === 'recovered' ? 'meanwhile' : 'before')) throw new Error(`${outcome}, and it is ${now}`);
  await change('after');
  if ((await read()) !== 'after') throw new Error('it is not changed any more');
  return outcome;
}

async function settingsFile(): Promise<Changed> {
  const folder = await tempFolder();
  const open = () =>
    createSettings({
      path: join(folder, 'settings.toml'),
      logger: testLogger(),
      env: {},
      admin: { path: join(folder, 'none'), owner: null },
    });
  const settings = await open();
  return {
    folder,
    change: (to) => settings.set('editor.command', `edit ${to} {path}`),
    read: async () => (await open()).current.editor.command.split(' ')[1],
  };
}

async function secretsFile(): Promise<Changed> {
  const folder = await tempFolder();
  const open = () => {
    const none = () => Promise.reject(new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'there is none' }));
    const secrets = new Secrets({
      dataFolder: folder,
      keychain: { get: none, set: none, remove: none },
      redactor: createRedactor(),
      logger: testLogger(),
      now: Date.now,
      machineId: async () => 'a machine',
    });
    onTestFinished(() => secrets.close());
    return secrets;
  };
  const secrets = open();
  await secrets.unlock({ machine: true });
  await secrets.set({ name: 'a', value: 'first', replace: false });
  return {
    folder,
    change: (to) => secrets.set({ name: 'a', value: to, replace: true }),
    read: () => open().reveal('a'),
  };
}

function changes(file: () => Promise<Changed>): Seam['cells'] {
  const told = (expected: Outcome, code: string): Cell => ({ expected, passes: false, run: async () => changed(await file(), code, 1) });
  return {
    'time-out': HANGS,
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: FILE_WAITS,
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: told('told DATA_FOLDER_FULL', 'ENOSPC'),
    EIO: told('told DATA_FOLDER_UNWRITABLE', 'EIO'),
    EMFILE: { expected: 'recovered', passes: true, run: async () => changed(await file(), 'EMFILE', 3) },
  };
}

export const engineToSettings: Seam = { name: 'engine → settings.toml', sources: ['engine/settings'], cells: changes(settingsFile) };
export const engineToSecrets: Seam = { name: 'engine → secrets.json', sources: [], cells: changes(secretsFile) };

/** A log whose next file cannot be opened loses lines, says so once, and goes on as soon as it can. */
async function logged(code: string): Promise<Outcome> {
  const path = join(await tempFolder(), 'engine.log');
  const problems: unknown[] = [];
  const file = await RotatingFile.open({ path, maxBytes: 10, onProblem: (error) => problems.push(error) });
  const write = (line: string) => new Promise<void>((done, failed) => file.write(`${line}\n`, (error) => (error ? failed(error) : done())));
  await write('before a file');
  await whileInjected({ open: (opened) => (opened === path ? Promise.reject(systemError(code)) : undefined) }, async () => {
    await write('lost');
    await write('lost too');
  });
  await write('after it');
  await new Promise<void>((done) => file.end(done));
  if (problems.length !== 1) throw new Error(`${problems.length} problems were told`);
  if ((await readFile(path, 'utf8')) !== 'after it\n') throw new Error('it did not go on');
  return 'goes on';
}

export const processToLog: Seam = {
  name: 'each process → its log',
  sources: ['holder/log'],
  cells: {
    'time-out': cannot('nobody waits for a line of the log'),
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: FILE_WAITS,
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: { expected: 'goes on', passes: true, run: () => logged('ENOSPC') },
    EIO: { expected: 'goes on', passes: true, run: () => logged('EIO') },
    EMFILE: { expected: 'goes on', passes: true, run: () => logged('EMFILE') },
  },
};
