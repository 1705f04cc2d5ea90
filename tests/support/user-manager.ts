import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.ts';

const PROGRAM = '/usr/lib/systemd/systemd';
/** What services and scopes of a person stand on; nothing else of the machine's is started. */
const UNITS = ['basic', 'default', 'exit', 'paths', 'shutdown', 'sockets', 'timers'].map((name) => `${name}.target`);
const UNIT_FOLDER = '/usr/lib/systemd/user';

/**
 * systemd in place of this shell: it believes that the machine was booted with it, and has a cgroup tree of its own, below the
 * real one, to keep its services in. $1: name of the cgroup.
 */
const BEGIN = `set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/cgroup
mount -t cgroup2 cgroup2 /run/cgroup
mkdir "/run/cgroup/$1"
echo $$ > "/run/cgroup/$1/cgroup.procs"
mount -t tmpfs tmpfs /sys/fs/cgroup
exec unshare --cgroup /bin/sh -ec 'mount -t cgroup2 cgroup2 /sys/fs/cgroup; exec ${PROGRAM} --user'`;

/** Ends whatever is in the cgroup $1 and removes it. */
const END = `set -e
mount -t tmpfs tmpfs /run
mkdir /run/cgroup
mount -t cgroup2 cgroup2 /run/cgroup
cd /run/cgroup
[ -d "$1" ] || exit 0
echo 1 > "$1/cgroup.kill"
while grep -q 'populated 1' "$1/cgroup.events"; do :; done
find "$1" -depth -type d -exec rmdir {} +`;

/** Makes a cgroup and removes it again. */
const PROBE = `set -e
mount -t tmpfs tmpfs /run
mkdir /run/cgroup
mount -t cgroup2 cgroup2 /run/cgroup
mkdir "/run/cgroup/$1"
test -w "/run/cgroup/$1/cgroup.kill" && can=yes
rmdir "/run/cgroup/$1"
test "$can" = yes`;

/** Why no systemd of one's own can be started here; null when it can. */
export async function whyNoUserManager(): Promise<string | null> {
  if (process.platform !== 'linux') return 'systemd is for Linux';
  if (process.getuid?.() !== 0) return 'only root can give a systemd cgroups of its own';
  if (!existsSync(PROGRAM)) return 'systemd is not installed (apt-get install systemd)';
  return inNamespace(PROBE, `kimi-shell-probe-${process.pid}`).then(
    () => null,
    (error: unknown) =>
      `cgroups (version 2) cannot be made here: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : error}`,
  );
}

/** A systemd of one test, as a person has it after login. */
export interface UserManager {
  /** What finds it: XDG_RUNTIME_DIR and XDG_CONFIG_HOME. */
  readonly env: Readonly<Record<string, string>>;
  /** `systemctl --user …`; its output. @throws Error with what it said */
  systemctl(...words: string[]): Promise<string>;
  /** Ends it with everything that it runs. */
  close(): Promise<void>;
}

/** Starts a systemd whose services see `env` besides its own. */
export async function startUserManager(env: Readonly<Record<string, string>> = {}): Promise<UserManager> {
  const root = await mkdtemp(join(tmpdir(), 'kimi-shell-systemd-'));
  const folders = { run: join(root, 'run'), config: join(root, 'config'), units: join(root, 'units'), none: join(root, 'none') };
  for (const folder of Object.values(folders)) await mkdir(folder, { mode: 0o700 });
  for (const unit of UNITS) await symlink(join(UNIT_FOLDER, unit), join(folders.units, unit));
  const own = { XDG_RUNTIME_DIR: folders.run, XDG_CONFIG_HOME: folders.config };
  const cgroup = basename(root);
  const manager = spawn('unshare', ['--mount', '--propagation', 'private', '/bin/sh', '-c', BEGIN, 'sh', cgroup], {
    env: {
      HOME: root,
      USER: 'root',
      SHELL: '/bin/sh',
      PATH: process.env.PATH,
      ...own,
      SYSTEMD_UNIT_PATH: [join(folders.config, 'systemd/user'), join(folders.run, 'systemd/transient'), folders.units].join(':'),
      SYSTEMD_GENERATOR_PATH: folders.none,
      SYSTEMD_ENVIRONMENT_GENERATOR_PATH: folders.none,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  manager.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((done) => manager.once('exit', () => done()));
  const systemctl = async (...words: string[]) => {
    const { stdout } = await promisify(execFile)('systemctl', ['--user', ...words], { env: { PATH: process.env.PATH, ...own } });
    return stdout.trim();
  };
  const close = async () => {
    await inNamespace(END, cgroup);
    await ended;
    await rm(root, { recursive: true, force: true });
  };
  try {
    await until('the user manager', () => {
      if (manager.exitCode !== null) throw new Error(`systemd ended with ${manager.exitCode}: ${said}`);
      return existsSync(join(folders.run, 'systemd/private'));
    });
    await until('its first target', async () => (await systemctl('show', '--property=Progress', '--value')) === '1');
  } catch (error) {
    await close();
    throw error;
  }
  return { env: own, systemctl, close };
}

async function inNamespace(script: string, word: string): Promise<void> {
  await promisify(execFile)('unshare', ['--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'sh', word], { timeout: 20_000 });
}
