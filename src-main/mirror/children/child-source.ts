import { KimiError } from '#shared/errors/kimi-error.ts';
import { listHolderRecords } from '../../holder/records.ts';
import { readChildFile, spoolFolder } from '../../holder/spool/files.ts';
import { SpoolReader } from '../../holder/spool/reader.ts';
import type { ByteStream, ExitRecord, HolderClient, StreamOptions } from '../../holder/types.ts';
import type { HolderPool } from './holder-pool.ts';
import { SpoolStream } from './spool-stream.ts';

/** Size of a child that has none: pipes are shown in a terminal of the usual size. */
const NO_SIZE = { cols: 80, rows: 24 };

/** Where a child's output comes from: its holder while that knows it, else its spool on disk. */
export interface ChildSource {
  readonly cols: number;
  readonly rows: number;
  readonly firstAvailable: number;
  /** End of the output when the source was found. */
  readonly end: number;
  readonly exit: ExitRecord | null;
  /** The holder that runs the child; null when only the spool is left. */
  readonly holder: HolderClient | null;
  open(options: StreamOptions): ByteStream;
  /** End of the output now. @throws KimiError HOLDER_UNREACHABLE */
  currentEnd(): Promise<number>;
}

export interface FindOptions {
  readonly dataFolder: string;
  readonly pool: HolderPool;
  readonly childId: string;
  /** Where its holder listens, when the caller knows. */
  readonly holderSocket?: string | null;
}

/**
 * Finds a child's output.
 * @throws KimiError NOT_FOUND when neither a holder nor a spool knows the child, SPOOL_DAMAGED when its folder cannot be read
 */
export async function findChild(options: FindOptions): Promise<ChildSource> {
  return (await fromHolder(options)) ?? fromSpool(options.dataFolder, options.childId);
}

async function fromHolder({ dataFolder, pool, childId, holderSocket }: FindOptions): Promise<ChildSource | null> {
  const socket = holderSocket ?? (await socketOf(dataFolder, childId));
  if (socket === null) return null;
  try {
    const holder = await pool.get(socket);
    const info = (await holder.list()).find((child) => child.childId === childId);
    if (info === undefined) return null;
    const size = info.cols > 0 && info.rows > 0 ? { cols: info.cols, rows: info.rows } : NO_SIZE;
    return {
      ...size,
      firstAvailable: info.firstAvailable,
      end: info.end,
      exit: info.exit ?? null,
      holder: info.exit === undefined ? holder : null,
      open: (stream) => holder.open(childId, stream),
      currentEnd: async () => (await holder.list()).find((child) => child.childId === childId)?.end ?? info.end,
    };
  } catch (error) {
    // A holder that is gone has left its spools.
    if (error instanceof KimiError && error.code === 'HOLDER_UNREACHABLE') return null;
    throw error;
  }
}

/** Where the holder listens that a child was started by; null when nothing says so. */
async function socketOf(dataFolder: string, childId: string): Promise<string | null> {
  const child = await readChildFile(spoolFolder(dataFolder, childId));
  if (child === null) return null;
  return (await listHolderRecords(dataFolder)).find((record) => record.id === child.holder.id)?.socket ?? null;
}

async function fromSpool(dataFolder: string, childId: string): Promise<ChildSource> {
  const reader = await SpoolReader.open(dataFolder, childId);
  if (reader === null) throw new KimiError('NOT_FOUND', { what: 'terminal', id: childId });
  const { size, firstAvailable, end, exit } = reader.state;
  return {
    ...firstSize(reader),
    ...(size === null ? NO_SIZE : {}),
    firstAvailable,
    end,
    exit,
    holder: null,
    open: (stream) => new SpoolStream(reader, stream),
    currentEnd: () => Promise.resolve(end),
  };
}

/** The size at the start: the spool's own pieces say each later one. */
function firstSize(reader: SpoolReader): { cols: number; rows: number } {
  const { child, size } = reader.state;
  return child !== null && child.cols > 0 && child.rows > 0 ? { cols: child.cols, rows: child.rows } : (size ?? NO_SIZE);
}
