import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Installation } from '../engine/types.ts';

/** What a host needs of the installation: what the engine needs. */
export type HostInstallation = Installation;

/**
 * Finds the parts of the installation from the folder of the bundled entry files: `out/main`, or a runtime folder, which has
 * them all beside the bundles.
 * @param nodeBinary the Node that a runtime folder gets
 * @throws KimiError ENGINE_START_FAILED when a part is missing
 */
export function findParts(mainFolder: string, nodeBinary: string): HostInstallation {
  const inRuntime = existsSync(join(mainFolder, 'manifest.json'));
  const root = inRuntime ? mainFolder : join(mainFolder, '..', '..');
  // Resolved as the bundles would; which of them asks makes no difference.
  const { resolve } = createRequire(join(mainFolder, 'holder.js'));
  return {
    version: versionOf(join(root, 'package.json')),
    mainFolder,
    nodeBinary,
    nodePtyFolder: dirname(resolvePart(resolve, 'node-pty/package.json')),
    sqliteFolder: dirname(resolvePart(resolve, 'better-sqlite3/package.json')),
    descentFolder: folderOfDescent(resolve),
    keyringFolder: folderOfKeyring(resolve),
    demoFolder: inRuntime ? join(root, 'demo') : join(root, 'resources', 'demo'),
    rendererFolder: inRuntime ? join(root, 'renderer') : join(mainFolder, '..', 'renderer'),
  };
}

type Resolve = (part: string) => string;

function versionOf(packageFile: string): string {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `cannot read the version from ${packageFile}` }, { cause: error });
  }
}

/** The package's main file is its binary, so it is found exactly where it was built. */
function folderOfDescent(resolve: Resolve): string | null {
  try {
    return dirname(dirname(dirname(resolve('@kimi-shell/descent'))));
  } catch {
    // An optional part; the doctor says what its absence means.
    return null;
  }
}

/** Without it there is no keychain, which the doctor says. */
function folderOfKeyring(resolve: Resolve): string | null {
  try {
    return dirname(resolve('@napi-rs/keyring/package.json'));
  } catch {
    return null;
  }
}

function resolvePart(resolve: Resolve, part: string): string {
  try {
    return resolve(part);
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `${part} is not installed` }, { cause: error });
  }
}
