import type { Logger } from '../types.ts';
import { follows, GENESIS } from './chain.ts';
import { writeSealed } from './sealed-file.ts';
import type { Snapshot } from './snapshot.ts';
import type { AuditRow, AuditUnit, Head } from './types.ts';

/** How many entries stay in the database, and how many go into one file. */
export interface SealSizes {
  readonly keep: number;
  readonly chunk: number;
}

/** Some 20 MB of database, some months of a busy person; a file of 5,000 entries has half a MB. */
export const SEAL_SIZES: SealSizes = { keep: 50_000, chunk: 5_000 };

export interface SealerOptions {
  readonly snapshot: () => Snapshot;
  readonly folder: string;
  readonly write: (unit: AuditUnit) => Promise<void>;
  readonly logger: Logger;
  readonly sizes: SealSizes;
}

/** Moves the oldest entries of a database that has grown into sealed files. Nothing is ever deleted. */
export class Sealer {
  readonly #o: SealerOptions;
  #running: Promise<void> | null = null;
  /** Asked for since the last look at what is due. */
  #asked = false;
  #ended = false;

  constructor(options: SealerOptions) {
    this.#o = options;
  }

  /** Seals what is due. A failure is logged and costs nothing: the entries stay where they are, and the next time tries again. */
  run(): Promise<void> {
    this.#asked = true;
    this.#running ??= this.#seal()
      .catch((error: unknown) => this.#o.logger.error('old entries of the audit log could not be sealed', { reason: String(error) }))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Begins nothing more; resolves when what it is at is done. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  async #seal(): Promise<void> {
    while (this.#asked && !this.#ended) {
      this.#asked = false;
      const due = await this.#due();
      if (due === null) continue;
      this.#asked = true;
      const seal = await writeSealed(this.#o.folder, due);
      // The file is on the disk before the entries leave the database; a crash in between leaves a file that is written again.
      await this.#o.write({ seal });
      this.#o.logger.info('old entries of the audit log were sealed', { file: seal.file });
    }
  }

  /** The oldest entries of the database when it has too many; null when it has not, or when they do not fit together. */
  async #due(): Promise<readonly AuditRow[] | null> {
    const { sizes, logger } = this.#o;
    const snapshot = this.#o.snapshot();
    try {
      if (snapshot.unsealed() < sizes.keep + sizes.chunk) return null;
      const last = snapshot.seals.at(-1);
      let head: Head = last === undefined ? GENESIS : { count: last.last, hash: last.head };
      const rows: AuditRow[] = [];
      for await (const piece of snapshot.ascending(head.count)) {
        for (const row of piece.rows.slice(0, sizes.chunk - rows.length)) {
          if (!follows(row, head)) {
            logger.error('the audit log is not sealed: an entry does not follow on the one before', { seq: row.seq });
            return null;
          }
          head = { count: row.seq, hash: row.hash };
          rows.push(row);
        }
        if (rows.length >= sizes.chunk) return rows;
      }
      return null;
    } finally {
      snapshot.close();
    }
  }
}
