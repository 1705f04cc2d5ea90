import { stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { errorCode } from '../file-errors.ts';
import { bootId } from '../process/boot.ts';
import { ChildId } from '../protocol/schemas.ts';
import { type ProcessName, processFile, readChildFile, readProcessFile, spoolFolder } from '../spool/files.ts';
import { listSpools } from '../spool/reader.ts';

/** Where boots have no names, times tell; a file that is older than the boot by more than this is from before it. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Every child of a data folder that ran since the machine was started, in whichever holder, by its spool. Remembers the ones
 * whose spool was removed meanwhile: what they left running is still theirs.
 */
export class KnownChildren {
  readonly #dataFolder: string;
  readonly #known = new Map<string, ProcessName>();
  /** From before the boot: not looked at again at every connection. */
  readonly #old = new Set<string>();

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** The process that was started for each child, by the child's id. @throws NodeJS.ErrnoException when the spools cannot be read */
  async list(): Promise<ReadonlyMap<string, ProcessName>> {
    for (const id of await listSpools(this.#dataFolder)) {
      if (this.#known.has(id) || this.#old.has(id) || !ChildId.safeParse(id).success) continue;
      const folder = spoolFolder(this.#dataFolder, id);
      const name = await readProcessFile(folder);
      // Not written yet, as long as its child is being started.
      if (name === null) continue;
      // Process numbers and start times count anew from each boot.
      if (await isOfThisBoot(folder)) this.#known.set(id, name);
      else this.#old.add(id);
    }
    return this.#known;
  }
}

/** By the name of the boot, which no clock changes. */
async function isOfThisBoot(folder: string): Promise<boolean> {
  const then = (await readChildFile(folder))?.holder.boot;
  const now = await bootId();
  if (then !== undefined && now !== null) return then === now;
  return (await writtenAt(processFile(folder))) > Date.now() - uptime() * 1000 - CLOCK_SLACK_MS;
}

async function writtenAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
