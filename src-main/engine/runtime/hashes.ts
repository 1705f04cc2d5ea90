import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../store/index.ts';

/** What is remembered of a file whose content was hashed: as long as size and time stand, so does the hash. */
export const FileFacts = z.object({ size: z.number(), mtimeMs: z.number(), sha256: z.string() });
export type FileFacts = z.infer<typeof FileFacts>;

/** SHA-256 of a file's content, hex. @throws NodeJS.ErrnoException */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Size and time of a file, without reading it. @throws NodeJS.ErrnoException */
export async function factsWithoutHash(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const { size, mtimeMs } = await stat(path);
  return { size, mtimeMs };
}

/**
 * Hashes by path, kept in a file, because reading Node's 120 MB at each start costs a third of a second for nothing. Size
 * and time decide whether a remembered hash still holds.
 */
export class HashCache {
  readonly #path: string;
  readonly #known: Map<string, FileFacts>;
  #changed = false;

  private constructor(path: string, known: Map<string, FileFacts>) {
    this.#path = path;
    this.#known = known;
  }

  /** Opens the cache; one that is missing or damaged is empty. */
  static async open(path: string): Promise<HashCache> {
    const parsed = z.record(z.string(), FileFacts).safeParse(await readJson(path));
    return new HashCache(path, new Map(parsed.success ? Object.entries(parsed.data) : []));
  }

  /** The file's hash when it is remembered, else null. @throws NodeJS.ErrnoException */
  async known(path: string): Promise<string | null> {
    const facts = await factsWithoutHash(path);
    const known = this.#known.get(path);
    return known?.size === facts.size && known.mtimeMs === facts.mtimeMs ? known.sha256 : null;
  }

  /** Remembers a file's hash. */
  learn(path: string, facts: FileFacts): void {
    this.#known.set(path, facts);
    this.#changed = true;
  }

  /** Writes what was learned, about the `paths` that are still of interest. */
  async save(paths: readonly string[]): Promise<void> {
    if (!this.#changed) return;
    const kept = Object.fromEntries([...this.#known].filter(([path]) => paths.includes(path)));
    await writeFileAtomic(this.#path, JSON.stringify(kept));
    this.#changed = false;
  }
}

/** A JSON file's content; null when it is missing or no JSON. @throws NodeJS.ErrnoException for other reasons */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Cut short by a crash or written by hand: as good as missing, and written anew by whoever asked.
    return null;
  }
}
