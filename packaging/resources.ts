import { chmod, constants, copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { NODE_NAME, sourceFiles } from '../src-main/engine/runtime/source-files.ts';

/** Whose package is made. */
export interface Target {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
}

/** The runtime's folder in the package's resources, laid out as a checkout is: the bundles find everything as they do there. */
const RUNTIME = 'runtime';

/**
 * Copies into `<folder>/runtime` what runs outside of Electron: Node's binary, the bundles, the built page, node-pty, better-sqlite3,
 * native/descent and the demo. Its native parts are those of this machine. @throws NodeJS.ErrnoException when something is not built
 */
export async function copyRuntime(root: string, folder: string, target: Target): Promise<void> {
  const at = (...path: readonly string[]) => join(folder, RUNTIME, ...path);
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  await mkdir(at(), { recursive: true });
  await writeFile(at('package.json'), `${JSON.stringify({ name, version, private: true, type: 'module' }, null, 2)}\n`);

  const main = join(root, 'out/main');
  const require = createRequire(join(root, 'package.json'));
  const files = await sourceFiles({
    version,
    mainFolder: main,
    nodeBinary: join(root, 'node_modules/node/bin', NODE_NAME),
    nodePtyFolder: dirname(require.resolve('node-pty/package.json')),
    descentFolder: join(root, 'native/descent'),
    keyringFolder: dirname(require.resolve('@napi-rs/keyring/package.json')),
    demoFolder: join(root, 'resources/demo'),
    sqliteFolder: dirname(require.resolve('better-sqlite3/package.json')),
    rendererFolder: join(root, 'out/renderer'),
  });
  // Page and demo lie where a checkout has them, and SQLite is the one of the package's system.
  for (const file of files.filter(({ target: path }) => !/^(renderer|demo|node_modules\/better-sqlite3)\//.test(path))) {
    const inMain = !relative(main, file.source).startsWith('..');
    await copy(file.source, at(...(inMain ? ['out/main'] : []), file.target));
  }
  await chmod(at(NODE_NAME), 0o755);
  for (const path of await sqliteFiles(root, target)) await copy(join(root, path), at(path));
  await cp(join(root, 'out/renderer'), at('out/renderer'), { recursive: true });
  await cp(join(root, 'resources/demo'), at('resources/demo'), { recursive: true });
}

/** better-sqlite3 brings the binary of every system; one is loaded. */
async function sqliteFiles(root: string, { platform, arch }: Target): Promise<readonly string[]> {
  const folder = 'node_modules/better-sqlite3';
  const { glob } = await import('node:fs/promises');
  const found: string[] = [`${folder}/package.json`, `${folder}/LICENSE`, `${folder}/prebuilds/${platform}-${arch}.node`];
  for await (const path of glob(`${folder}/lib/**/*.js`, { cwd: root })) found.push(path);
  return found;
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}
