import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * How systemd treats the scope.
 *
 * Delegate: without it, systemd from 253 on ends the whole scope when the kernel kills one program in it for want of memory, and
 * every session would go with the one that grew too large (OOMPolicy= of systemd.scope). SendSIGHUP: at logout and shutdown
 * everything in it is sent SIGTERM, which shells ignore; without a hang-up besides, the machine would wait for them. 10 s are for an
 * agent to write down what it has; systemd's own 90 s are more than a person waits.
 */
const PROPERTIES = ['Delegate=yes', 'SendSIGHUP=yes', 'TimeoutStopSec=10'].map((property) => `--property=${property}`);
const OPTIONS = ['--user', '--scope', '--quiet', '--collect', '--description=Kimi Shell: sessions', ...PROPERTIES, '--'];

/**
 * The command that runs another one in a scope of its own under the person's systemd, or null where there is none. Without it
 * the holder would belong to the scope of whoever started the engine, and end with that person's terminal or service.
 */
export async function scopeCommand(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<readonly string[] | null> {
  const runtimeDir = env.XDG_RUNTIME_DIR;
  if (platform !== 'linux' || runtimeDir === undefined || runtimeDir === '') return null;
  // The manager's own socket: it is there exactly while a user manager runs, bus or no bus.
  if (!(await exists(join(runtimeDir, 'systemd', 'private'), constants.F_OK))) return null;
  for (const folder of (env.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    const program = join(folder, 'systemd-run');
    if (await exists(program, constants.X_OK)) return [program, ...OPTIONS];
  }
  return null;
}

async function exists(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    // Missing or not for us: either way it cannot be used.
    return false;
  }
}
