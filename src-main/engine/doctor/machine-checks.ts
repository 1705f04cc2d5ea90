import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, stat, statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { AgentRegistry } from '../agents/index.ts';
import { auditPaths } from '../audit/index.ts';
import { findProgram, type LaunchResolver, loginShell, readVariable } from '../launch/index.ts';
import { asDataFolderError, prepareDataFolder } from '../lock/index.ts';
import { KEYCHAIN_ANSWER_MS } from '../secrets/index.ts';
import { type TraySupport, traySupport } from './tray-support.ts';
import type { Check, Finding } from './types.ts';

const MIB = 1024 * 1024;
/** Less than this and a single session's recording (64 MiB) does not fit. */
const DISK_FAILED_MIB = 100;
const DISK_WARNING_MIB = 1024;
/** The version that everything is built and tried with. */
const NODE_MAJOR = 24;
const GIT_MS = 5000;
/** A keychain that asks the person counts as locked after its time, and that is the finding; the look may stand behind another one. */
export const KEYCHAIN_CHECK_MS = 2 * KEYCHAIN_ANSWER_MS + 5000;
const CLEAR_KIMI_PATH = 'kimi-shell config unset kimi.path';
/** Where it is set above settings.toml it is cleared there, by hand. */
const SHOW_KIMI_PATH = 'kimi-shell config get kimi.path --json';
const NO_DISK = { missing: 'disk' } as const;

export interface MachineCheckOptions {
  readonly dataFolder: string;
  readonly launch: LaunchResolver;
  readonly agents: Pick<AgentRegistry, 'list'>;
  /** Where the setting kimi.path is set: a variable, an option or a file that wins over settings.toml; undefined: it is in settings.toml. */
  readonly kimiPathFrom?: () => string | undefined;
  /** Why the keychain cannot be used; null when it can. */
  readonly keychain: () => Promise<string | null>;
  /** Default: what this machine has. */
  readonly networks?: () => NodeJS.Dict<readonly { readonly internal: boolean }[]>;
  /** Default: asks the desktop. */
  readonly tray?: () => Promise<TraySupport>;
}

/** What is to be found on the machine itself. */
export function machineChecks(options: MachineCheckOptions): readonly Check[] {
  const { dataFolder, launch, agents, keychain, networks = networkInterfaces } = options;
  const { tray = () => traySupport(process.platform, process.env), kimiPathFrom = () => undefined } = options;
  return [
    { id: 'node', run: async () => nodeVersion(process.versions.node) },
    { id: 'data-folder', run: () => dataFolderTakesWrites(dataFolder) },
    { id: 'disk-space', run: () => diskSpace(dataFolder) },
    { id: 'kimi', run: () => kimi(agents, kimiPathFrom()) },
    { id: 'git', run: () => git(launch) },
    { id: 'shell', run: () => shell(launch) },
    {
      id: 'keychain',
      run: async () => keys(auditPaths(dataFolder).key, await keychain()),
      withinMs: KEYCHAIN_CHECK_MS,
      repair: () => keepToOwner(auditPaths(dataFolder).key),
    },
    { id: 'network', run: async () => network(networks()) },
    { id: 'tray', run: async () => trayIcon(await tray()) },
  ];
}

function nodeVersion(version: string): Finding {
  const ok = Number(version.split('.')[0]) >= NODE_MAJOR;
  return ok
    ? { ok: 'ok', message: 'doctor.node.ok', values: { version } }
    : { ok: 'failed', message: 'doctor.node.old', values: { version, need: NODE_MAJOR } };
}

async function dataFolderTakesWrites(path: string): Promise<Finding> {
  try {
    await prepareDataFolder(path);
    return { ok: 'ok', message: 'doctor.data.ok', values: { path } };
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    const reason = String(error.context.reason ?? error.code);
    const full = error.code === 'DATA_FOLDER_FULL';
    return {
      ok: 'failed',
      message: full ? 'doctor.data.full' : 'doctor.data.unwritable',
      values: { path, reason },
      ...(full ? NO_DISK : {}),
    };
  }
}

async function diskSpace(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path);
  const free = Math.floor((bavail * bsize) / MIB);
  if (free < DISK_FAILED_MIB) return { ok: 'failed', message: 'doctor.disk.full', values: { free }, ...NO_DISK };
  if (free < DISK_WARNING_MIB) return { ok: 'warning', message: 'doctor.disk.low', values: { free } };
  return { ok: 'ok', message: 'doctor.disk.ok', values: { free } };
}

async function kimi(agents: Pick<AgentRegistry, 'list'>, where: string | undefined): Promise<Finding> {
  const found = (await agents.list(true)).find((agent) => agent.id === 'kimi');
  if (found?.found !== true) {
    const problem = found?.problemSaid ?? found?.problem;
    // Nothing that is installed helps while the setting names another place.
    if (problem !== undefined && found?.source === 'setting') {
      const said = { ok: 'failed', message: 'doctor.kimi.setting', missing: 'kimi' } as const;
      if (where === undefined) return { ...said, values: { problem }, repair: CLEAR_KIMI_PATH };
      return { ...said, values: { problem, where }, repair: SHOW_KIMI_PATH };
    }
    // The command of a missing Kimi does it: it takes minutes, and one watches it in a session.
    const install = { missing: 'kimi', remedy: { message: 'doctor.remedy.kimi' } } as const;
    if (problem !== undefined) return { ok: 'failed', message: 'doctor.kimi.problem', values: { problem }, ...install };
    return { ok: 'failed', message: 'doctor.kimi.missing', values: { looked: found?.looked ?? [] }, ...install };
  }
  const values = { path: found.path ?? '', version: found.version ?? '?' };
  if (found.generation === 'kimi-cli') return { ok: 'warning', message: 'doctor.kimi.legacy', values };
  return { ok: 'ok', message: 'doctor.kimi.ok', values };
}

async function git(launch: LaunchResolver): Promise<Finding> {
  const env = await launch.loginEnvironment();
  try {
    const file = await findProgram('git', {
      path: readVariable(env, 'PATH', process.platform) ?? '',
      cwd: process.cwd(),
      platform: process.platform,
    });
    const { stdout } = await promisify(execFile)(file, ['--version'], { env, timeout: GIT_MS });
    return { ok: 'ok', message: 'doctor.git.ok', values: { version: stdout.trim().replace(/^git version /, '') } };
  } catch (error) {
    if (error instanceof KimiError) return { ok: 'warning', message: 'doctor.git.missing', missing: 'git' };
    return { ok: 'warning', message: 'doctor.git.problem', values: { reason: String(error) }, missing: 'git' };
  }
}

async function shell(launch: LaunchResolver): Promise<Finding> {
  const env = await launch.loginEnvironment();
  const path = process.platform === 'win32' ? (readVariable(env, 'COMSPEC', 'win32') ?? '') : loginShell(env, process.platform);
  try {
    await access(path, constants.X_OK);
    return { ok: 'ok', message: 'doctor.shell.ok', values: { path } };
  } catch (error) {
    return { ok: 'failed', message: 'doctor.shell.problem', values: { path, reason: String(error) } };
  }
}

/** The audit log's key is in a file until a keychain has it; whoever else can read that file can sign with it. */
async function keys(path: string, problem: string | null): Promise<Finding> {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits: there the folder's list of rights decides.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const remedy = { message: 'doctor.remedy.keychain', values: { path } } as const;
      return { ok: 'failed', message: 'doctor.keychain.open', values: { path }, missing: 'keychain', remedy };
    }
  } catch (error) {
    // Not made yet, or in the keychain.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  if (problem === null) return { ok: 'ok', message: 'doctor.keychain.ok' };
  return { ok: 'ok', message: 'doctor.keychain.none', values: { why: problem }, missing: 'keychain' };
}

/** @throws KimiError DATA_FOLDER_UNWRITABLE */
async function keepToOwner(path: string): Promise<void> {
  try {
    await chmod(path, 0o600);
  } catch (error) {
    throw asDataFolderError(error, path);
  }
}

/** Looks only at the machine's own list: nothing is sent anywhere to find out. */
function network(all: NodeJS.Dict<readonly { readonly internal: boolean }[]>): Finding {
  const outside = Object.entries(all).filter(([, addresses = []]) => addresses.some(({ internal }) => !internal));
  if (outside.length === 0) return { ok: 'warning', message: 'doctor.network.none', missing: 'network' };
  return { ok: 'ok', message: 'doctor.network.ok', values: { names: outside.map(([name]) => name) } };
}

function trayIcon(support: TraySupport): Finding {
  if (support === 'no') return { ok: 'warning', message: 'doctor.tray.none', missing: 'tray' };
  return { ok: 'ok', message: support === 'yes' ? 'doctor.tray.ok' : 'doctor.tray.unknown' };
}
