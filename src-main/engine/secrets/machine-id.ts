import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { KimiError } from '#shared/errors/kimi-error.ts';

const ASK_MS = 5000;

/**
 * What this system calls itself for as long as it is installed, with the account: systemd's machine id, macOS' platform UUID, Windows'
 * MachineGuid. Any program of this machine can read it.
 * @throws KimiError SECRETS_LOCKED when the system has none, or does not say it this time
 */
export async function machineId(
  platform: NodeJS.Platform = process.platform,
  account: () => string = () => userInfo().username,
): Promise<string> {
  try {
    const id = await ask(platform);
    // An account that the system does not list has no name, and throws.
    if (id !== undefined && id !== '') return `${id} ${account()}`;
  } catch (error) {
    throw new KimiError('SECRETS_LOCKED', { reason: 'no-machine-id' }, { cause: error });
  }
  throw new KimiError('SECRETS_LOCKED', { reason: 'no-machine-id' });
}

async function ask(platform: NodeJS.Platform): Promise<string | undefined> {
  const run = promisify(execFile);
  switch (platform) {
    case 'darwin': {
      const { stdout } = await run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], { timeout: ASK_MS });
      return /"IOPlatformUUID" = "([^"]+)"/.exec(stdout)?.[1];
    }
    case 'win32': {
      const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
      const { stdout } = await run('reg.exe', ['query', key, '/v', 'MachineGuid', '/reg:64'], { timeout: ASK_MS });
      return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(stdout)?.[1];
    }
    default:
      return (await readFile('/etc/machine-id', 'utf8').catch(() => readFile('/var/lib/dbus/machine-id', 'utf8'))).trim();
  }
}
