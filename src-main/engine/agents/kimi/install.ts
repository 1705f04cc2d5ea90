import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Environment, findProgram, readVariable } from '../../launch/index.ts';
import type { LaunchPlan } from '../types.ts';
import { outputOf } from './locate/version.ts';

const PACKAGE = '@moonshot-ai/kimi-code';
/** Kimi's own installer, which brings its own runtime; for machines without npm. */
const SCRIPT = 'https://code.kimi.com/kimi-code/install.sh';
const WINDOWS_SCRIPT = 'https://code.kimi.com/kimi-code/install.ps1';
const NPM_LIMIT_MS = 10_000;
/** Says what it runs, as a person at a prompt would see it. */
const SAY_AND_RUN = 'printf "$ %s\\n" "$*"; exec "$@"';

/**
 * The command that installs Kimi Code, to be run in a terminal that the person watches: npm's global install (under
 * `~/.local` where npm's global folder is not the person's), else Kimi's own install script.
 * @throws KimiError BINARY_MISSING when the machine has neither npm nor anything that downloads.
 */
export async function installPlan(env: Environment, platform: NodeJS.Platform): Promise<LaunchPlan> {
  const searchPath = readVariable(env, 'PATH', platform) ?? '';
  const find = (name: string) => optionalProgram(name, searchPath, platform);
  const npm = await find('npm');
  if (platform === 'win32') return windowsPlan(npm, env);
  if (npm !== null) {
    const args = ['npm', 'install', '--global', ...(await prefixArguments(npm, env)), PACKAGE];
    return { file: '/bin/sh', args: ['-c', SAY_AND_RUN, 'sh', ...args], env: {} };
  }
  const fetch = (await find('curl')) !== null ? `curl -fsSL ${SCRIPT}` : (await find('wget')) !== null ? `wget -qO- ${SCRIPT}` : null;
  if (fetch === null) throw new KimiError('BINARY_MISSING', { path: 'npm', reason: 'neither npm nor curl nor wget is on PATH' });
  return { file: '/bin/sh', args: ['-c', SAY_AND_RUN, 'sh', 'sh', '-c', `${fetch} | bash`], env: {} };
}

function windowsPlan(npm: string | null, env: Environment): LaunchPlan {
  if (npm !== null) {
    const shell = readVariable(env, 'COMSPEC', 'win32') ?? 'cmd.exe';
    return { file: shell, args: ['/d', '/c', 'npm', 'install', '--global', PACKAGE], env: {} };
  }
  return { file: 'powershell.exe', args: ['-NoProfile', '-Command', `irm ${WINDOWS_SCRIPT} | iex`], env: {} };
}

async function optionalProgram(name: string, searchPath: string, platform: NodeJS.Platform): Promise<string | null> {
  try {
    return await findProgram(name, { path: searchPath, cwd: '/', platform });
  } catch (error) {
    if (error instanceof KimiError) return null;
    throw error;
  }
}

/** A system-wide npm may only write where root may; `~/.local` is the person's, and one of the places that are looked at. */
async function prefixArguments(npm: string, env: Environment): Promise<string[]> {
  try {
    const prefix = (await outputOf({ file: npm, args: ['prefix', '--global'] }, env, NPM_LIMIT_MS)).trim();
    await access(prefix, constants.W_OK);
    const modules = path.join(prefix, 'lib', 'node_modules');
    await access(modules, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      // Not there yet: npm makes it in the prefix, which can be written.
      if (error.code !== 'ENOENT') throw error;
    });
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return ['--prefix', path.join(env.HOME ?? homedir(), '.local')];
  }
}
