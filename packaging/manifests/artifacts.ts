import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** An installer that was made, as electron-builder.yml names them: `kimi-shell-<version>-<system>-<processor>.<ext>`. */
export interface Artifact {
  readonly name: string;
  readonly sha256: string;
}

const INSTALLER = /^kimi-shell-.+\.(?:AppImage|deb|rpm|dmg|zip|exe)$/;

/** The installers in a folder with their checksums, by name. @throws NodeJS.ErrnoException */
export async function artifactsIn(folder: string): Promise<readonly Artifact[]> {
  const names = (await readdir(folder)).filter((name) => INSTALLER.test(name)).sort();
  return Promise.all(names.map(async (name) => ({ name, sha256: await sha256Of(join(folder, name)) })));
}

/** The one artifact that fits. @throws Error when there is none: a manifest without it would install nothing */
export function artifactFor(artifacts: readonly Artifact[], system: string, arch: string, ext: string): Artifact {
  const found = artifacts.find(({ name }) => name.endsWith(`-${system}-${arch}.${ext}`));
  if (found === undefined)
    throw new Error(`there is no ${ext} for ${system} ${arch} among ${artifacts.map(({ name }) => name).join(', ')}`);
  return found;
}

/** What `sha256sum -c` reads. */
export function checksums(artifacts: readonly Artifact[]): string {
  return artifacts.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
