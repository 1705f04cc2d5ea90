import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { writeFileAtomic } from '../store/index.ts';
import { type FileFacts, factsWithoutHash, hashFile } from './hashes.ts';
import { NODE_NAME, type SourceFile } from './source-files.ts';

/** Bundles are ES modules, which Node learns from the package.json above them; a host that runs from here learns its version. */
const packageJson = (version: string) => `${JSON.stringify({ name: 'kimi-shell', version, type: 'module' })}\n`;

/** A runtime folder in the making, beside those that are finished. */
export class Draft {
  readonly #folder: string;
  readonly #copied = new Map<string, FileFacts>();
  #begun = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Copies a file whose hash nobody knows yet.
   * @returns what is known of the source now
   * @throws KimiError RUNTIME_DAMAGED when it changed meanwhile
   */
  async copy(file: SourceFile): Promise<FileFacts> {
    const before = await factsWithoutHash(file.source);
    const copied = await this.#copy(file);
    const after = await factsWithoutHash(file.source);
    // A change that leaves size and time as they were would be no change to the cache of hashes either.
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || copied.size !== before.size) throw changed(file);
    return { ...before, sha256: copied.sha256 };
  }

  /** The hash of a file that was copied. */
  hashOf(file: SourceFile): string {
    return this.#copied.get(file.target)?.sha256 ?? '';
  }

  /** The copy of a file, made now unless it is there. @throws KimiError RUNTIME_DAMAGED when it is not what was expected */
  async checked(file: SourceFile, expected: string | undefined): Promise<FileFacts> {
    const copied = this.#copied.get(file.target) ?? (await this.#copy(file));
    if (copied.sha256 !== expected) throw changed(file);
    return copied;
  }

  /** Puts the folder, which is whole now, where it belongs. */
  async finish(folder: string, manifest: string, version: string): Promise<void> {
    await this.#begin();
    await writeFile(join(this.#folder, 'package.json'), packageJson(version));
    await writeFileAtomic(join(this.#folder, 'manifest.json'), manifest);
    await rename(this.#folder, folder);
    this.#begun = false;
  }

  /** Removes what was not finished. */
  async discard(): Promise<void> {
    if (this.#begun) await rm(this.#folder, { recursive: true, force: true });
  }

  async #copy(file: SourceFile): Promise<FileFacts> {
    await this.#begin();
    const facts = await copyHashed(file, join(this.#folder, file.target));
    this.#copied.set(file.target, facts);
    return facts;
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await mkdir(this.#folder, { mode: 0o700 });
  }
}

/** Copies a file of the runtime. @throws KimiError RUNTIME_DAMAGED when the copy is not what was expected */
export async function copyChecked(file: SourceFile, target: string, expected: string): Promise<void> {
  const { sha256 } = await copyHashed(file, target);
  if (sha256 !== expected) throw changed(file);
}

/** @returns what is known of the copy: the bytes that are on the disk are hashed, not those that were read */
async function copyHashed(file: SourceFile, target: string): Promise<FileFacts> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await copyFile(file.source, target, constants.COPYFILE_FICLONE);
  await chmod(target, isProgram(file.target) ? 0o700 : 0o600);
  const sha256 = await hashFile(target);
  return { ...(await factsWithoutHash(target)), sha256 };
}

function changed(file: SourceFile): KimiError {
  return new KimiError('RUNTIME_DAMAGED', { path: file.source, reason: 'it changed while it was copied' });
}

function isProgram(target: string): boolean {
  return target === NODE_NAME || /(\.exe|\.node|\.dll|spawn-helper)$/.test(target);
}
