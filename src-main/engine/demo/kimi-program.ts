import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../store/index.ts';

const PACKAGE = '@moonshot-ai/kimi-code';
const PackageJson = z.object({ bin: z.object({ kimi: z.string() }) });

/**
 * Writes a `kimi` program into `folder` that runs the installed package with our Node, and returns its path; null when the
 * package is not installed. The package's own program is started by whatever `node` is in the PATH, which may be too old for it.
 */
export async function writeKimiProgram(options: {
  readonly folder: string;
  /** The package is looked for from here upwards. */
  readonly installedNear: string;
  readonly nodeBinary: string;
}): Promise<string | null> {
  const script = await findScript(options.installedNear);
  if (script === null) return null;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const windows = process.platform === 'win32';
  const path = join(options.folder, windows ? 'kimi.cmd' : 'kimi');
  const content = windows
    ? `@"${options.nodeBinary}" "${script}" %*\r\n`
    : `#!/bin/sh\nexec ${quote(options.nodeBinary)} ${quote(script)} "$@"\n`;
  await writeFileAtomic(path, content, 0o700);
  await chmod(path, 0o700);
  return path;
}

async function findScript(near: string): Promise<string | null> {
  let packageFile: string;
  try {
    packageFile = createRequire(join(near, 'anything.js')).resolve(`${PACKAGE}/package.json`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
  const { bin } = PackageJson.parse(JSON.parse(await readFile(packageFile, 'utf8')));
  return join(dirname(packageFile), bin.kimi);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
