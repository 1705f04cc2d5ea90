import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** Why no keyring of one's own can be started here; null when it can. */
export function noKeyring(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is for Linux';
  const missing = ['dbus-daemon', 'gnome-keyring-daemon'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `${missing.join(', ')} not installed (apt-get install dbus-daemon gnome-keyring)`;
}

/** Starts nothing by itself: a keyring that has gone stays away, as one does whose session has ended. */
const BUS = (folder: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`;

/** A real gnome-keyring on a bus of its own, as a person has it after login. */
export interface Keyring {
  /** What a program needs to find it. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** Starts it and unlocks it. It takes its name on the bus a moment after this resolves. */
  start(): Promise<void>;
  /** Ends it; what it keeps stays on the disk, encrypted. */
  stop(): Promise<void>;
}

/** Starts bus and keyring; both end with the test. */
export async function startKeyring(): Promise<Keyring> {
  const folder = await tempFolder();
  const config = join(folder, 'bus.conf');
  await writeFile(config, BUS(folder));
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => end(bus));
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
  const run = join(folder, 'run');
  await mkdir(run, { mode: 0o700 });
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  let daemon: ChildProcess | null = null;
  const keyring: Keyring = {
    env,
    async start() {
      const started = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
        env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: run, ...env },
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      daemon = started;
      await once(started, 'spawn');
      started.stdin.end('password of the login');
    },
    async stop() {
      if (daemon !== null) await end(daemon);
      daemon = null;
    },
  };
  onTestFinished(() => keyring.stop());
  await keyring.start();
  return keyring;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
