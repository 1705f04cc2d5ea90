import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { COLUMNS, lastHead } from './schema.ts';
import { readSealed, type SealedRows } from './sealed-file.ts';
import type { AuditRow, Head, Seal } from './types.ts';

/** Entries that are read at once: some two milliseconds of the engine's thread, then others have their turn. */
const PAGE = 500;
const BUSY_MS = 3000;

/** Some entries in their order. The last piece of a sealed file names it, and says what of it could not be read. */
export interface Piece extends SealedRows {
  readonly seal: Seal | null;
}

/** The log as it was at one moment, sealed files and all, whatever is appended or sealed while it is read. */
export class Snapshot {
  readonly #database: Database.Database;
  readonly #sealedFolder: string;
  readonly seals: readonly Seal[];
  readonly head: Head;

  /** @throws SqliteError when the database cannot be read */
  constructor(path: string, sealedFolder: string) {
    this.#sealedFolder = sealedFolder;
    this.#database = new Database(path, { timeout: BUSY_MS, readonly: true, fileMustExist: true });
    try {
      // A read transaction: SQLite shows one state of the file until it ends.
      this.#database.exec('BEGIN');
      const seals = this.#database.prepare('SELECT first, last, head, from_at AS "from", to_at AS "to", file FROM seals ORDER BY first');
      this.seals = seals.all() as Seal[];
      this.head = lastHead(this.#database);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  /** How many numbers the entries of the database itself span: as many as there are, where none is missing. Counting them reads them all. */
  unsealed(): number {
    const end = (which: 'max' | 'min') => this.#database.prepare(`SELECT ${which}(seq) FROM entries`).pluck().get();
    const [first, last] = [end('min'), end('max')];
    return typeof first === 'number' && typeof last === 'number' ? last - first + 1 : 0;
  }

  /** All entries with a larger number than `after`, oldest first; of sealed files only those that `wanted` takes. */
  async *ascending(after: number, wanted: (seal: Seal) => boolean = () => true): AsyncGenerator<Piece, void, void> {
    for (const seal of this.seals) {
      if (seal.last <= after || !wanted(seal)) continue;
      const { rows, damage } = await readSealed(this.#sealedFolder, seal);
      yield* inPages({ rows: rows.filter(({ seq }) => seq > after), damage, seal });
    }
    const page = this.#database.prepare(`SELECT ${COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`);
    // Numbers below 1 are nobody's; whoever put some there is found when all is read.
    yield* this.#pages(page, after === 0 ? Number.MIN_SAFE_INTEGER : after);
  }

  /** All entries with a smaller number than `before`, newest first; of sealed files only those that `wanted` takes. */
  async *descending(before: number, wanted: (seal: Seal) => boolean = () => true): AsyncGenerator<Piece, void, void> {
    yield* this.#pages(this.#database.prepare(`SELECT ${COLUMNS} FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT ${PAGE}`), before);
    for (const seal of this.seals.toReversed()) {
      if (seal.first >= before || !wanted(seal)) continue;
      const { rows, damage } = await readSealed(this.#sealedFolder, seal);
      yield* inPages({ rows: rows.filter(({ seq }) => seq < before).toReversed(), damage, seal });
    }
  }

  async *#pages(page: Database.Statement, from: number): AsyncGenerator<Piece, void, void> {
    for (let at = from; ; ) {
      const rows = page.all(at) as AuditRow[];
      const last = rows.at(-1);
      if (last === undefined) return;
      yield { rows, damage: null, seal: null };
      at = last.seq;
      await turn();
    }
  }
}

/** A piece as several, with a pause between them. */
async function* inPages({ rows, damage, seal }: Piece): AsyncGenerator<Piece, void, void> {
  let from = 0;
  for (; from + PAGE < rows.length; from += PAGE) {
    yield { rows: rows.slice(from, from + PAGE), damage: null, seal: null };
    await turn();
  }
  yield { rows: rows.slice(from), damage, seal };
}
