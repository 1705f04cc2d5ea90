import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { SETTING_LEAVES, settingVariable } from '#shared/contract/setting-names.ts';
import { allowedEnvironment } from '../launch/index.ts';

/** Our own settings that an engine may be given by its environment, and what is sent along with measurements (docs/logs.md). */
const OWN = ['KIMI_SHELL_HOME', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_HEADERS', ...[...SETTING_LEAVES.keys()].map(settingVariable)];

/** Where a system keeps its programs; folders that are not there are left out. */
const SYSTEM_FOLDERS = [
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  // NixOS has nothing but a shell in the others.
  '/run/current-system/sw/bin',
];

/**
 * What an engine sees of our environment. The shell that we run in may be anybody's (an editor's agent, a script), and the
 * engine outlives it: so names come from an allow list, and the search path is the system's. What the person adds to theirs is
 * asked of the login shell when a program is started. Windows has none to ask, so there the path stays.
 */
export function engineEnvironment(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Record<string, string> {
  const own = OWN.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  const path = platform === 'win32' ? {} : { PATH: SYSTEM_FOLDERS.filter((folder) => existsSync(folder)).join(delimiter) };
  return { ...allowedEnvironment(env, platform), ...path, ...Object.fromEntries(own) };
}
