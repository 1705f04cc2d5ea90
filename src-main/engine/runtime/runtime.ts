import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { asDataFolderError } from '../lock/index.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { Installation, Logger } from '../types.ts';
import { copyChecked, Draft } from './draft.ts';
import { FileFacts, factsWithoutHash, HashCache, hashFile, readJson } from './hashes.ts';
import { NODE_NAME, type SourceFile, sourceFiles } from './source-files.ts';

/** A copy of everything that children and their holder need, apart from the installation, which may be replaced or deleted. */
export interface Runtime {
  /** Hash of the contents: equal contents, equal build, wherever they were built. */
  readonly build: string;
  readonly folder: string;
  readonly node: string;
  readonly holderScript: string;
  readonly mirrorScript: string;
  /** Bundle of the headless host, which needs nothing but this folder. */
  readonly hostEntry: string;
  /** Every file of it, with its size. */
  readonly files: ReadonlyMap<string, number>;
}

const Manifest = z.object({ build: z.string(), files: z.record(z.string(), FileFacts) });
type Manifest = z.infer<typeof Manifest>;

/**
 * Makes sure that `<data>/runtime/<build>/` is there and whole. A file whose size or time changed is hashed; one whose
 * content changed is replaced, by rename, so that a holder that runs from the folder is not disturbed.
 * @throws KimiError RUNTIME_DAMAGED when it can be neither made nor repaired | DATA_FOLDER_FULL
 */
export async function ensureRuntime(options: {
  readonly dataFolder: string;
  readonly installation: Installation;
  readonly logger: Logger;
}): Promise<Runtime> {
  const { dataFolder, installation, logger } = options;
  const root = join(dataFolder, 'runtime');
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const own = await runningFrom(root, installation);
    if (own !== null) return own;
    const files = await sourceFiles(installation);
    const cache = await HashCache.open(join(root, 'sources.json'));
    const draft = new Draft(join(root, `.new-${randomBytes(6).toString('hex')}`));
    try {
      const { build, folder } = await bringAbout(root, { files, version: installation.version }, cache, draft, logger);
      return await runtimeIn(
        folder,
        build,
        files.map((file) => file.target),
      );
    } finally {
      await draft.discard();
    }
  } catch (error) {
    if (error instanceof KimiError) throw error;
    // Of what else a file system says, the installation's files may be the cause as well; only a disk that is full is one the copy is made on.
    const named = asDataFolderError(error, dataFolder);
    if (named instanceof KimiError && named.code === 'DATA_FOLDER_FULL') throw named;
    throw new KimiError('RUNTIME_DAMAGED', { path: root, reason: String(error) }, { cause: error });
  }
}

/** What a runtime is made of. */
interface Contents {
  readonly files: readonly SourceFile[];
  readonly version: string;
}

/** A file whose hash is not known yet is copied first, and the copy hashed: what it is called by is what will run, and it is read once. */
async function bringAbout(
  root: string,
  { files, version }: Contents,
  cache: HashCache,
  draft: Draft,
  logger: Logger,
): Promise<{ readonly build: string; readonly folder: string }> {
  const hashes = new Map<string, string>();
  // Some hundred files, looked at together: one after the other they were a good part of a start.
  const remembered = await Promise.all(files.map(({ source }) => cache.known(source)));
  for (const [at, file] of files.entries()) {
    const known = remembered[at] ?? null;
    if (known === null) cache.learn(file.source, await draft.copy(file));
    hashes.set(file.target, known ?? draft.hashOf(file));
  }
  await cache.save(files.map((file) => file.source));
  const build = buildId(hashes, version);
  const folder = join(root, build);
  const manifest = Manifest.safeParse(await readJson(join(folder, 'manifest.json')));
  if (manifest.success && manifest.data.build === build) await repair(folder, files, hashes, manifest.data, logger);
  else {
    // A folder without a manifest was left by a crash in the middle of removing it; rename cannot go over it.
    await rm(folder, { recursive: true, force: true });
    const manifest: Manifest = { build, files: {} };
    for (const file of files) manifest.files[file.target] = await draft.checked(file, hashes.get(file.target));
    await draft.finish(folder, JSON.stringify(manifest), version);
  }
  return { build, folder };
}

async function runtimeIn(folder: string, build: string, targets: readonly string[]): Promise<Runtime> {
  return {
    build,
    folder,
    files: await sizesOf(folder, [...targets, 'package.json']),
    node: join(folder, NODE_NAME),
    holderScript: join(folder, 'holder.js'),
    mirrorScript: join(folder, 'mirror.js'),
    hostEntry: join(folder, 'headless.js'),
  };
}

/**
 * The runtime that this engine itself runs from, as the one that the app leaves behind does; null when it runs from an installation.
 * There is nothing to copy it from, so it is used when it is whole.
 * @throws KimiError RUNTIME_DAMAGED
 */
async function runningFrom(root: string, { mainFolder }: Installation): Promise<Runtime | null> {
  const [folder, home] = await Promise.all([realpath(mainFolder), realpath(root)]);
  if (dirname(folder) !== home) return null;
  const manifest = Manifest.safeParse(await readJson(join(folder, 'manifest.json')));
  if (!manifest.success || manifest.data.build !== basename(folder)) {
    throw new KimiError('RUNTIME_DAMAGED', { path: folder, reason: 'it has no list of its files' });
  }
  const { build, files } = manifest.data;
  for (const [target, known] of Object.entries(files)) {
    const { kind } = await fileState(join(folder, target), known, known.sha256);
    if (kind === 'bad') throw new KimiError('RUNTIME_DAMAGED', { path: join(folder, target), reason: 'it was changed or deleted' });
  }
  return runtimeIn(folder, build, Object.keys(files));
}

/** The first file of a runtime that is missing or cut short, or null. Does not read them: that is done at each start. */
export async function missingFile({ folder, files }: Runtime): Promise<string | null> {
  const found = await Promise.all(
    [...files].map(async ([target, size]) => ((await sizeOf(join(folder, target))) === size ? null : join(folder, target))),
  );
  return found.find((path) => path !== null) ?? null;
}

/**
 * Copies a runtime anew of which something was deleted while holders and we run from it; that they do not notice.
 * @throws KimiError RUNTIME_DAMAGED when the installation it was copied from is gone too, or is another one by now | DATA_FOLDER_FULL
 */
export async function mendRuntime(
  runtime: Runtime,
  options: { readonly dataFolder: string; readonly installation: Installation; readonly logger: Logger },
): Promise<void> {
  const path = await missingFile(runtime);
  if (path === null) return;
  options.logger.warn('the runtime is not whole and is copied anew', { path });
  const { build } = await ensureRuntime(options);
  if (build === runtime.build) return;
  throw new KimiError('RUNTIME_DAMAGED', { path, reason: 'Kimi Shell was updated since this engine started; end it, and start it again' });
}

async function sizesOf(folder: string, targets: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return new Map(await Promise.all(targets.map(async (target) => [target, (await stat(join(folder, target))).size] as const)));
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

function buildId(hashes: ReadonlyMap<string, string>, version: string): string {
  const hash = createHash('sha256').update(`${version}\n`);
  for (const [target, sha256] of hashes) hash.update(`${target}\0${sha256}\n`);
  // 64 bits tell a machine's few builds apart, and keep paths short enough for sockets and people.
  return hash.digest('hex').slice(0, 16);
}

async function repair(
  folder: string,
  files: readonly SourceFile[],
  hashes: ReadonlyMap<string, string>,
  manifest: Manifest,
  logger: Logger,
): Promise<void> {
  let changed = false;
  const looked = await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file.target);
      const expected = hashes.get(file.target) ?? '';
      return { file, path, expected, state: await fileState(path, manifest.files[file.target], expected) };
    }),
  );
  for (const { file, path, expected, state } of looked) {
    if (state.kind === 'sound') continue;
    changed = true;
    if (state.kind === 'touched') {
      manifest.files[file.target] = state.facts;
      continue;
    }
    logger.warn('a file of the runtime was missing or damaged and is replaced', { path });
    const fresh = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    await copyChecked(file, fresh, expected);
    await rename(fresh, path);
    manifest.files[file.target] = { ...(await factsWithoutHash(path)), sha256: expected };
  }
  if (changed) await writeFileAtomic(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

type FileState = { readonly kind: 'sound' | 'bad' } | { readonly kind: 'touched'; readonly facts: FileFacts };

async function fileState(path: string, known: FileFacts | undefined, expected: string): Promise<FileState> {
  try {
    const facts = await factsWithoutHash(path);
    if (known?.size === facts.size && known.mtimeMs === facts.mtimeMs && known.sha256 === expected) return { kind: 'sound' };
    return (await hashFile(path)) === expected ? { kind: 'touched', facts: { ...facts, sha256: expected } } : { kind: 'bad' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'bad' };
    throw error;
  }
}

/**
 * Removes runtime folders that nothing runs from, and what a crash left behind while one was being made.
 * @param inUse builds of live holders, and our own
 * @returns the builds that were removed
 */
export async function removeUnusedRuntimes(dataFolder: string, inUse: ReadonlySet<string>, logger: Logger): Promise<readonly string[]> {
  const root = join(dataFolder, 'runtime');
  const removed: string[] = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || inUse.has(entry.name)) continue;
    try {
      await rm(join(root, entry.name), { recursive: true });
      removed.push(entry.name);
    } catch (error) {
      // Windows does not delete a program that runs: the next start tries again.
      logger.warn('an unused runtime folder could not be removed', { folder: entry.name, reason: String(error) });
    }
  }
  return removed;
}
