import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spoolFolder } from '../../../../src-main/holder/spool/files.ts';
import { SpoolReader } from '../../../../src-main/holder/spool/reader.ts';
import { SpoolWriter, type SpoolWriterOptions } from '../../../../src-main/holder/spool/writer.ts';
import type { Piece } from '../../../../src-main/holder/types.ts';

export const CHILD = 'child';

/** Runs `use` with a data folder that is removed afterwards. */
export async function withDataFolder<R>(use: (dataFolder: string, folder: string) => Promise<R>): Promise<R> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-spool-'));
  try {
    return await use(dataFolder, spoolFolder(dataFolder, CHILD));
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** A writer whose progress can be waited for. */
export class TestWriter {
  readonly writer: SpoolWriter;
  readonly disk: string[] = [];
  readonly slow: boolean[] = [];
  #waiting: (() => void)[] = [];

  constructor(folder: string, options: Partial<SpoolWriterOptions> = {}) {
    this.writer = new SpoolWriter({
      folder,
      keepBytes: 64 * 1024 * 1024,
      size: { cols: 80, rows: 24 },
      onProgress: () => this.#wake(),
      onSlow: (slow) => this.slow.push(slow),
      onDisk: (state) => {
        this.disk.push(state);
        this.#wake();
      },
      ...options,
    });
  }

  /** Resolves once `done` is true; looks again after each progress of the writer. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async allWritten(): Promise<void> {
    await this.until(() => this.writer.written === this.writer.end);
  }

  async finish(): Promise<void> {
    await this.writer.finish({ code: 0, signal: null, at: 1 });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Everything a fresh reader says from an offset on. */
export async function readAll(dataFolder: string, from = 0): Promise<{ reader: SpoolReader; pieces: Piece[] }> {
  const reader = await SpoolReader.open(dataFolder, CHILD);
  if (reader === null) throw new Error('there is no spool');
  const pieces: Piece[] = [];
  for await (const piece of reader.pieces(from)) pieces.push(piece);
  return { reader, pieces };
}

/**
 * Checks the one law of a spool: from `from` to `end` each byte is handed out right and once, or named by a gap, in order.
 * @returns the bytes that gaps name, by reason
 */
export function checkLaw(pieces: readonly Piece[], expected: Buffer, from: number, end: number): Record<string, number> {
  let position = from;
  const gaps: Record<string, number> = {};
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'data': {
        if (piece.offset !== position) throw new Error(`data at ${piece.offset}, expected at ${position}`);
        const right = expected.subarray(piece.offset, piece.offset + piece.bytes.length);
        if (!right.equals(piece.bytes)) throw new Error(`wrong bytes in [${piece.offset}, ${piece.offset + piece.bytes.length})`);
        position += piece.bytes.length;
        break;
      }
      case 'gap':
        if (piece.from !== position || piece.to <= piece.from) throw new Error(`gap [${piece.from}, ${piece.to}) at ${position}`);
        gaps[piece.reason] = (gaps[piece.reason] ?? 0) + piece.to - piece.from;
        position = piece.to;
        break;
      case 'resized':
      case 'exit':
        if (piece.offset !== position) throw new Error(`${piece.kind} at ${piece.offset}, expected at ${position}`);
        break;
    }
  }
  if (position !== end) throw new Error(`stopped at ${position}, the end is ${end}`);
  return gaps;
}
