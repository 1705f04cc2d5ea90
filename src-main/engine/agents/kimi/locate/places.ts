import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Environment, readVariable } from '../../../launch/index.ts';

/**
 * Files that `kimi` usually is installed as, most likely first: Kimi's own installer, then package managers' global
 * folders, then version managers, then the system. Every one is named, whether it exists or not.
 */
export async function usualPlaces(env: Environment, home: string, platform: NodeJS.Platform): Promise<string[]> {
  const folders = platform === 'win32' ? windowsFolders(env, home) : await posixFolders(env, home, platform);
  const names = platform === 'win32' ? ['kimi.exe', 'kimi.cmd'] : ['kimi'];
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  return [...new Set(folders)].flatMap((folder) => names.map((name) => flavour.join(folder, name)));
}

async function posixFolders(env: Environment, home: string, platform: NodeJS.Platform): Promise<string[]> {
  const at = (...parts: string[]) => path.posix.join(home, ...parts);
  const mac = platform === 'darwin';
  const npmPrefix = await npmPrefixOf(env, home);
  return [
    at('.kimi-code', 'bin'),
    at('.local', 'bin'),
    at('bin'),
    ...(npmPrefix === null ? [] : [path.posix.join(npmPrefix, 'bin')]),
    at('.npm-global', 'bin'),
    at('.npm-packages', 'bin'),
    path.posix.join(env.VOLTA_HOME ?? at('.volta'), 'bin'),
    ...(await versionFolders(path.posix.join(env.NVM_DIR ?? at('.nvm'), 'versions', 'node'), ['bin'])),
    ...(await versionFolders(
      path.posix.join(env.FNM_DIR ?? (mac ? at('Library', 'Application Support', 'fnm') : at('.local', 'share', 'fnm')), 'node-versions'),
      ['installation', 'bin'],
    )),
    path.posix.join(env.ASDF_DATA_DIR ?? at('.asdf'), 'shims'),
    path.posix.join(env.MISE_DATA_DIR ?? at('.local', 'share', 'mise'), 'shims'),
    env.PNPM_HOME ?? (mac ? at('Library', 'pnpm') : at('.local', 'share', 'pnpm')),
    path.posix.join(env.PNPM_HOME ?? (mac ? at('Library', 'pnpm') : at('.local', 'share', 'pnpm')), 'bin'),
    path.posix.join(env.BUN_INSTALL ?? at('.bun'), 'bin'),
    at('.yarn', 'bin'),
    at('.config', 'yarn', 'global', 'node_modules', '.bin'),
    ...(mac ? ['/opt/homebrew/bin'] : ['/home/linuxbrew/.linuxbrew/bin']),
    '/usr/local/bin',
    '/usr/bin',
    ...(mac ? ['/opt/local/bin'] : ['/snap/bin']),
  ];
}

function windowsFolders(env: Environment, home: string): string[] {
  const variable = (name: string) => readVariable(env, name, 'win32');
  const at = (...parts: string[]) => path.win32.join(home, ...parts);
  const roaming = variable('APPDATA') ?? at('AppData', 'Roaming');
  const local = variable('LOCALAPPDATA') ?? at('AppData', 'Local');
  const symlink = variable('NVM_SYMLINK');
  return [
    at('.kimi-code', 'bin'),
    at('.local', 'bin'),
    path.win32.join(roaming, 'npm'),
    path.win32.join(local, 'Volta', 'bin'),
    ...(symlink === undefined ? [] : [symlink]),
    variable('PNPM_HOME') ?? path.win32.join(local, 'pnpm'),
    path.win32.join(variable('BUN_INSTALL') ?? at('.bun'), 'bin'),
    path.win32.join(local, 'Yarn', 'bin'),
    at('scoop', 'shims'),
    path.win32.join(variable('PROGRAMFILES') ?? 'C:\\Program Files', 'nodejs'),
  ];
}

/** npm's global folder where the person moved it: by variable, or in `.npmrc`. */
async function npmPrefixOf(env: Environment, home: string): Promise<string | null> {
  const rc = await optional(() => readFile(path.posix.join(home, '.npmrc'), 'utf8'), '');
  const written = /^\s*prefix\s*=\s*(.+?)\s*$/m.exec(rc)?.[1]?.replace(/^["']|["']$/g, '');
  const chosen = env.NPM_CONFIG_PREFIX ?? env.npm_config_prefix ?? written ?? '';
  return chosen === '' ? null : chosen.replace(/^(?:~|\$\{HOME\})(?=\/)/, home);
}

/** A version manager's folders, newest version first. */
async function versionFolders(root: string, inside: readonly string[]): Promise<string[]> {
  const versions = await optional(() => readdir(root), []);
  const collator = new Intl.Collator('en', { numeric: true });
  return versions.sort((a, b) => collator.compare(b, a)).map((version) => path.posix.join(root, version, ...inside));
}

async function optional<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return otherwise;
    throw error;
  }
}
