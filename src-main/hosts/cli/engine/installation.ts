import { join } from 'node:path';
import { existsSync, readFileSync } from '../files.ts';

/** What the command line needs of the installation that it is part of. */
export interface CliInstallation {
  /** Bundle of the headless host; null in a copied runtime, whose engine may be of a version before. */
  readonly hostEntry: string | null;
  readonly nodeBinary: string;
  readonly version: string;
}

/** Finds the installation from the folder of the bundled entry file (`out/main`, or a runtime folder). */
export function findCliInstallation(mainFolder: string): CliInstallation {
  const packageFile = join(mainFolder, '..', '..', 'package.json');
  const hostEntry = join(mainFolder, 'headless.js');
  const version = versionOf(packageFile);
  // A runtime folder could run an engine too, but of the version that it was copied from: only the app that quits starts one there.
  return { hostEntry: version !== null && existsSync(hostEntry) ? hostEntry : null, nodeBinary: process.execPath, version: version ?? '' };
}

function versionOf(packageFile: string): string | null {
  if (!existsSync(packageFile)) return null;
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed)) return null;
  return typeof parsed.version === 'string' ? parsed.version : null;
}
