import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';

const PACKAGE = '@moonshot-ai/kimi-code';
const PackageJson = z.object({ bin: z.object({ kimi: z.string() }) });

/** A program and the arguments that come before all others. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The Kimi that the demo runs: the package that is installed next to us, started by our own Node (the package's program would
 * be started by whatever `node` is in the PATH, which may be too old for it), else the `kimi` in the PATH. When there is
 * neither, the answer is a bare `kimi`, and whoever launches it says that it is missing.
 */
export async function findKimi(options: {
  /** The package is looked for from here upwards. */
  readonly installedNear: string;
  readonly nodeBinary: string;
  readonly searchPath: string;
}): Promise<Command> {
  const script = await packageScript(options.installedNear);
  if (script !== null) return { file: options.nodeBinary, args: [script] };
  const name = process.platform === 'win32' ? 'kimi.cmd' : 'kimi';
  for (const folder of options.searchPath.split(delimiter).filter((part) => part !== '')) {
    const file = join(folder, name);
    if (await isExecutable(file)) return { file, args: [] };
  }
  return { file: name, args: [] };
}

async function packageScript(near: string): Promise<string | null> {
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

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to run: the next folder is looked at.
    return false;
  }
}
