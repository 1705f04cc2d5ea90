import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Transcript } from '#main/engine/agents/kimi/wire/transcript.ts';
import { prepareDataFolder } from '#main/engine/lock/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { checkLaw, readAll, TestWriter, withDataFolder } from '../../../unit/holder/spool/support.ts';
import { times, whileInjected } from './injected.ts';
import {
  type Cell,
  cannot,
  FILE_WAITS,
  NO_CONNECTION,
  NO_DATABASE,
  NO_HTTP,
  type Outcome,
  recovers,
  type Seam,
  systemError,
} from './types.ts';

/** A recording goes on in memory while the disk takes nothing, and is whole afterwards. */
function spooled(code: string): Promise<void> {
  return withDataFolder(async (dataFolder, folder) => {
    const writer = new TestWriter(folder);
    const bytes = Buffer.alloc(100_000, 'output ');
    await whileInjected({ open: (path) => (path.startsWith(folder) ? Promise.reject(systemError(code)) : undefined) }, async () => {
      writer.writer.append(bytes);
      await writer.until(() => writer.disk.includes('full'));
    });
    await writer.until(() => writer.disk.includes('ok'));
    await writer.allWritten();
    await writer.finish();
    const { pieces } = await readAll(dataFolder);
    const gaps = checkLaw(pieces, bytes, 0, bytes.length);
    if (Object.keys(gaps).length > 0) throw new Error(JSON.stringify(gaps));
  });
}

/** A disk that hangs: output is taken all the same, and written when it goes on. */
function spoolHangs(): Promise<void> {
  return withDataFolder(async (dataFolder, folder) => {
    const writer = new TestWriter(folder);
    const bytes = Buffer.alloc(100_000, 'output ');
    const asked = Promise.withResolvers<void>();
    const goesOn = Promise.withResolvers<void>();
    const hang = (path: string) => {
      if (!path.startsWith(folder)) return undefined;
      asked.resolve();
      return goesOn.promise;
    };
    await whileInjected({ open: hang }, async () => {
      writer.writer.append(bytes.subarray(0, 70_000));
      await asked.promise;
      writer.writer.append(bytes.subarray(70_000));
      goesOn.resolve();
      await writer.allWritten();
      await writer.finish();
    });
    checkLaw((await readAll(dataFolder)).pieces, bytes, 0, bytes.length);
  });
}

/** The folder is tried while the fault lasts, then without it. */
async function folderTried(code: string, count: number): Promise<Outcome> {
  const path = await tempFolder();
  const fails = times(count);
  const open = (file: string) => (file.startsWith(join(path, '.probe')) && fails() ? Promise.reject(systemError(code)) : undefined);
  let outcome: Outcome = 'recovered';
  await whileInjected({ open }, async () => {
    try {
      await prepareDataFolder(path);
    } catch (error) {
      outcome = `told ${KimiError.from(error).code}`;
    }
  });
  await prepareDataFolder(path);
  return outcome;
}

/** Kimi's transcript cannot be read once: it is doubted, and believed again at the next look, which comes by itself every half second. */
async function transcriptRead(code: string): Promise<void> {
  const folder = await tempFolder();
  const file = join(folder, 'agents/main/wire.jsonl');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '{"type":"metadata","protocol_version":"1.5"}\n{"type":"turn.prompt","input":[],"turnId":0,"time":10}\n');
  const transcript = new Transcript({ folder, since: 5, onChange: () => undefined, onMessage: () => undefined });
  onTestFinished(() => transcript.close());
  await whileInjected({ open: (path) => (path === file ? Promise.reject(systemError(code)) : undefined) }, () => transcript.poke());
  if (transcript.problem === null) throw new Error('nothing is said of it');
  await transcript.poke();
  if (transcript.view?.name !== 'working') throw new Error(JSON.stringify(transcript.problem));
}

const NO_ROOM_NEEDED = cannot('it is only read');
const told = (expected: Outcome, run: () => Promise<Outcome>): Cell => ({ expected, passes: false, run });

export const holderToSpool: Seam = {
  name: 'holder → spool',
  sources: ['holder/spool'],
  cells: {
    'time-out': recovers(spoolHangs),
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: FILE_WAITS,
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: recovers(() => spooled('ENOSPC')),
    EIO: recovers(() => spooled('EIO')),
    EMFILE: recovers(() => spooled('EMFILE')),
  },
};

export const engineToFolder: Seam = {
  name: 'engine → data folder',
  sources: ['engine/lock', 'engine/folders', 'engine/access', 'engine/runtime', 'engine/uploads', 'engine/demo'],
  cells: {
    'time-out': cannot('there is no limit: without its folder an engine is nothing'),
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: FILE_WAITS,
    SQLITE_BUSY: cannot('who has the lock of the folder is another engine, which is asked (docs/engine.md)'),
    ENOSPC: told('told DATA_FOLDER_FULL', () => folderTried('ENOSPC', 1)),
    EIO: told('told DATA_FOLDER_UNWRITABLE', () => folderTried('EIO', 1)),
    EMFILE: { expected: 'recovered', passes: true, run: () => folderTried('EMFILE', 3) },
  },
};

export const engineToTranscript: Seam = {
  name: 'engine → Kimi’s transcript',
  sources: ['engine/agents/kimi/wire', 'engine/agents/shell', 'engine/logs'],
  cells: {
    'time-out': cannot('it is a file; a disk that hangs keeps the last state, with its age'),
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: FILE_WAITS,
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_ROOM_NEEDED,
    EIO: recovers(() => transcriptRead('EIO')),
    EMFILE: recovers(() => transcriptRead('EMFILE')),
  },
};
