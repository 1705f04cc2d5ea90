import { KimiError } from '#shared/errors/kimi-error.ts';
import { findParts, type HostInstallation } from '../../doors/installation.ts';

/** better-sqlite3, node-pty and kimi are built and tried with this one; npm scripts put it first in the PATH. */
const LEAST_NODE_MAJOR = 24;

/**
 * Finds the installation from the folder of the bundled entry file; this host runs on the Node that it hands on.
 * @throws KimiError ENGINE_START_FAILED when a part is missing or Node is too old
 */
export function findInstallation(mainFolder: string): HostInstallation {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < LEAST_NODE_MAJOR) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `Node ${process.versions.node} is too old, ${LEAST_NODE_MAJOR} is needed` });
  }
  return findParts(mainFolder, process.execPath);
}
