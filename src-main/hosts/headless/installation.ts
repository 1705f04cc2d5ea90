import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Installation } from '../../engine/types.ts';

/** What this host needs of the installation: what the engine needs. */
export type HostInstallation = Installation;

/** better-sqlite3, node-pty and kimi are built and tried with this one; npm scripts put it first in the PATH. */
const LEAST_NODE_MAJOR = 24;

/**
 * Finds the parts of the installation from the folder of the bundled entry file: `out/main`, or a runtime folder, which has them all
 * beside the bundles.
 * @throws KimiError ENGINE_START_FAILED when a part is missing or Node is too old
 */
export function findInstallation(mainFolder: string): HostInstallation {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < LEAST_NODE_MAJOR) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `Node ${process.versions.node} is too old, ${LEAST_NODE_MAJOR} is needed` });
  }
  const inRuntime = existsSync(join(mainFolder, 'manifest.json'));
  const root = inRuntime ? mainFolder : join(mainFolder, '..', '..');
  return {
    version: versionOf(join(root, 'package.json')),
    mainFolder,
    nodeBinary: process.execPath,
    nodePtyFolder: dirname(resolvePart(mainFolder, 'node-pty/package.json')),
    sqliteFolder: dirname(resolvePart(mainFolder, 'better-sqlite3/package.json')),
    descentFolder: folderOfDescent(mainFolder),
    demoFolder: inRuntime ? join(root, 'demo') : join(root, 'resources', 'demo'),
    rendererFolder: inRuntime ? join(root, 'renderer') : join(mainFolder, '..', 'renderer'),
  };
}

function versionOf(packageFile: string): string {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `cannot read the version from ${packageFile}` }, { cause: error });
  }
}

/** The package's main file is its binary, so it is found exactly where it was built. */
function folderOfDescent(mainFolder: string): string | null {
  try {
    return dirname(dirname(dirname(createRequire(join(mainFolder, 'headless.js')).resolve('@kimi-shell/descent'))));
  } catch {
    // An optional part; the doctor says what its absence means.
    return null;
  }
}

function resolvePart(mainFolder: string, part: string): string {
  try {
    return createRequire(join(mainFolder, 'headless.js')).resolve(part);
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `${part} is not installed` }, { cause: error });
  }
}
