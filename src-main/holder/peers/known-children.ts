import { stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { errorCode } from '../file-errors.ts';
import { ChildId } from '../protocol/schemas.ts';
import { type ProcessName, processFile, readProcessFile, spoolFolder } from '../spool/files.ts';
import { listSpools } from '../spool/reader.ts';

/** Clocks are set now and then; a file that is older than the boot by more than this is from before it. */
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
    const bootedAt = Date.now() - uptime() * 1000 - CLOCK_SLACK_MS;
    for (const id of await listSpools(this.#dataFolder)) {
      if (this.#known.has(id) || this.#old.has(id) || !ChildId.safeParse(id).success) continue;
      const folder = spoolFolder(this.#dataFolder, id);
      const name = await readProcessFile(folder);
      // Not written yet, as long as its child is being started.
      if (name === null) continue;
      // Process numbers and start times count anew from each boot.
      if ((await writtenAt(processFile(folder))) > bootedAt) this.#known.set(id, name);
      else this.#old.add(id);
    }
    return this.#known;
  }
}

async function writtenAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
