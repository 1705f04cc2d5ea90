import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { findParts, type HostInstallation } from '../../doors/installation.ts';

/**
 * Finds the installation from the folder of the bundled entry file. Electron's own binary is no Node that children could be given
 * (its RunAsNode fuse is off), so a Node lies beside the app, and in a checkout in its packages.
 * @throws KimiError ENGINE_START_FAILED when a part is missing
 */
export function findInstallation(mainFolder: string): HostInstallation {
  return findParts(mainFolder, nodeOf(mainFolder));
}

const NODE = process.platform === 'win32' ? 'node.exe' : 'node';

function nodeOf(mainFolder: string): string {
  try {
    return join(dirname(createRequire(join(mainFolder, 'holder.js')).resolve('node/package.json')), 'bin', NODE);
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: 'its Node is not installed' }, { cause: error });
  }
}
