import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { makeFolder } from '../folders/index.ts';
import { writeFileAtomic } from '../store/index.ts';
import { fieldsOf, textOf } from './rows.ts';
import type { AuditRow, Seal } from './types.ts';

const unzip = promisify(gunzip);
const zip = promisify(gzip);

/** A file of ours has some two MiB; what unpacks to more than this is none, and is not taken into memory. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Lines that are read without a pause: some two milliseconds of the engine's thread. */
const LINES_AT_ONCE = 500;

const Line = z.strictObject({
  seq: z.number(),
  at: z.number(),
  caller: z.string(),
  role: z.string(),
  session: z.string().nullable(),
  connection: z.string(),
  procedure: z.string(),
  place: z.string(),
  decision: z.string(),
  why: z.string().nullable(),
  result: z.string(),
  call: z.string().nullable(),
  prev: z.string(),
  hash: z.string(),
});

/** An entry as a line: its fields by their names, for whoever reads the file without us. @throws Error when it is no entry */
function lineOf({ seq, entry, prev, hash }: AuditRow): z.infer<typeof Line> {
  const fields = fieldsOf(entry);
  if (fields === null) throw new Error(`entry ${seq} is none`);
  const [at, caller, role, session, connection, procedure, place, decision, why, result, call] = fields;
  return { seq, at, caller, role, session, connection, procedure, place, decision, why, result, call, prev, hash };
}

function rowOf({ seq, prev, hash, ...line }: z.infer<typeof Line>): AuditRow {
  const { at, caller, role, session, connection, procedure, place, decision, why, result, call } = line;
  return { seq, entry: textOf([at, caller, role, session, connection, procedure, place, decision, why, result, call]), prev, hash };
}

/** What could be read of a sealed file, and why not the rest: it is not there, or something in it is not what was written. */
export interface SealedRows {
  readonly rows: readonly AuditRow[];
  readonly damage: 'missing' | 'damaged' | null;
}

/**
 * Writes a range of entries, with their hashes, as compressed JSON lines; on the disk when it resolves.
 * @param rows in order, at least one
 * @throws NodeJS.ErrnoException
 */
export async function writeSealed(folder: string, rows: readonly AuditRow[]): Promise<Seal> {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('nothing to seal');
  const number = (seq: number) => String(seq).padStart(10, '0');
  const file = `${number(first.seq)}-${number(last.seq)}.jsonl.gz`;
  await makeFolder(folder);
  const lines = rows.map(lineOf);
  await writeFileAtomic(join(folder, file), await zip(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const times = lines.map(({ at }) => at);
  return { first: first.seq, last: last.seq, head: last.hash, from: Math.min(...times), to: Math.max(...times), file };
}

/** The entries of a sealed file, as far as they can be read. @throws NodeJS.ErrnoException when the disk fails */
export async function readSealed(folder: string, { file }: Seal): Promise<SealedRows> {
  let packed: Buffer;
  try {
    // Its name comes from the database, which is what a stranger may have changed: never out of the folder.
    packed = await readFile(join(folder, basename(file)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return { rows: [], damage: 'missing' };
    throw error;
  }
  const rows: AuditRow[] = [];
  try {
    const unpacked = await unzip(packed, { maxOutputLength: MOST_BYTES });
    for (const line of unpacked.toString('utf8').split('\n').slice(0, -1)) {
      rows.push(rowOf(Line.parse(JSON.parse(line))));
      if (rows.length % LINES_AT_ONCE === 0) await turn();
    }
    return { rows, damage: null };
  } catch {
    // zlib's, JSON's or the schema's refusal all say the same: not what was written.
    return { rows, damage: 'damaged' };
  }
}
