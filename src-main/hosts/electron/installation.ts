import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { findParts, type HostInstallation } from '../../doors/installation.ts';

const NODE = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * Finds the installation from the folder of the bundled entry file. Electron's own binary is no Node that children could be given
 * (its RunAsNode fuse is off), so a Node lies beside the app, and in a checkout in its packages.
 * @throws KimiError ENGINE_START_FAILED when a part is missing
 */
export function findInstallation(mainFolder: string): HostInstallation {
  const app = dirname(dirname(mainFolder));
  if (basename(app) !== 'app.asar') return findParts(mainFolder, nodeOf(mainFolder));
  // Packed (docs/packages.md): what other processes run lies beside the archive, as files that they can open; the page stays in it.
  const runtime = join(dirname(app), 'runtime');
  return { ...findParts(join(runtime, 'out', 'main'), join(runtime, NODE)), rendererFolder: join(mainFolder, '..', 'renderer') };
}

function nodeOf(mainFolder: string): string {
  try {
    return join(dirname(createRequire(join(mainFolder, 'holder.js')).resolve('node/package.json')), 'bin', NODE);
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: 'its Node is not installed' }, { cause: error });
  }
}
