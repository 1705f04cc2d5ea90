import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LocatedPath } from './types.ts';

/** Where a path that a program printed may lead. */
export interface PathGround {
  /** Folders that relative paths may mean, likeliest first. */
  readonly folders: readonly string[];
  readonly home: string;
  /** What this machine is called. */
  readonly host: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The folder that a shell said it is in (OSC 7: `file://host/path`); null when that is another machine's, or no such thing.
 */
export function shellFolder(said: string, { host, platform }: Pick<PathGround, 'host' | 'platform'>): string | null {
  const found = localFileUrl(said, host, platform);
  return found !== null && isLocal(found, platform) ? found : null;
}

/** The absolute paths that a printed path may mean, likeliest first. Pure: nothing is looked at. */
export function pathCandidates(printed: string, ground: PathGround): readonly string[] {
  const { folders, home, host, platform } = ground;
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  if (/[\0-\x1f\x7f]/.test(printed)) return [];
  if (/^file:/i.test(printed)) return [localFileUrl(printed, host, platform) ?? ''].filter((one) => isLocal(one, platform));
  if (printed === '~' || /^~[\\/]/.test(printed)) return [flavour.join(home, printed.slice(1))];
  // git writes `a/` and `b/` before the two sides of a change.
  const names = /^[ab]\//.test(printed) ? [printed, printed.slice(2)] : [printed];
  const whole = flavour.isAbsolute(printed) ? [flavour.normalize(printed)] : [];
  const below = whole.length > 0 ? [] : names.flatMap((name) => folders.map((folder) => flavour.join(folder, name)));
  return [...whole, ...below].filter((one) => isLocal(one, platform));
}

/** What a printed path leads to; null for nothing, and for what is neither a file nor a folder. */
export async function locate(printed: string, ground: PathGround): Promise<LocatedPath | null> {
  for (const candidate of pathCandidates(printed, ground)) {
    const found = await stat(candidate).catch((error: unknown) => {
      // Not there, not to be seen, or too long for a name: for who clicks it is all the same.
      if (error instanceof Error && 'code' in error) return null;
      throw error;
    });
    if (found?.isFile() === true || found?.isDirectory() === true) return { path: candidate, folder: found.isDirectory() };
  }
  return null;
}

// Windows asks a server for `\\server\share`, and shows it who the person is: no text in a terminal may cause that.
function isLocal(candidate: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^[A-Za-z]:[\\/]/.test(candidate) : candidate.startsWith('/');
}

function localFileUrl(text: string, host: string, platform: NodeJS.Platform): string | null {
  let url: URL;
  let decoded: string;
  try {
    url = new URL(text);
    decoded = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const first = (name: string) => name.toLowerCase().split('.')[0];
  const here = url.hostname === '' || url.hostname === 'localhost' || first(url.hostname) === first(host);
  if (url.protocol !== 'file:' || !here || /[\0-\x1f\x7f]/.test(decoded)) return null;
  return platform === 'win32' ? path.win32.normalize(decoded.replace(/^\//, '')) : path.posix.normalize(decoded);
}
