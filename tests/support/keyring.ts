import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';
import { until } from './until.ts';

/** Why no keyring of one's own can be started here; null when it can. */
export function noKeyring(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is for Linux';
  const missing = ['dbus-daemon', 'gnome-keyring-daemon', 'dbus-send', 'python3'].filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
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
  /** Locks it again, on a desktop that shows its question for the password, and nobody answers that. `asked` resolves when it is shown. */
  lock(): Promise<{ readonly asked: Promise<unknown> }>;
}

/** Takes the name of the desktop's prompter on the bus, by the bus's own protocol, and takes every question for one that is shown. */
const PROMPTER = `
import os, re, socket, struct
bus = socket.socket(socket.AF_UNIX)
bus.connect(re.search(r'path=([^,]+)', os.environ['DBUS_SESSION_BUS_ADDRESS']).group(1))
bus.sendall(b'\\0AUTH EXTERNAL ' + str(os.getuid()).encode().hex().encode() + b'\\r\\n')
bus.recv(200)
bus.sendall(b'BEGIN\\r\\n')
serial = 0
def pad(data, to): return data + b'\\0' * (-len(data) % to)
def text(value): return struct.pack('<I', len(value)) + value.encode() + b'\\0'
def send(kind, fields, body=b''):
    global serial
    serial += 1
    head = b''
    for code, sort, value in fields: head = pad(head, 8) + bytes([code, 1]) + sort + b'\\0' + value
    bus.sendall(pad(b'l' + bytes([kind]) + b'\\0\\1' + struct.pack('<III', len(body), serial, len(head)) + head, 8) + body)
def call(member, signature=None, body=b''):
    fields = [(1, b'o', text('/org/freedesktop/DBus')), (2, b's', text('org.freedesktop.DBus')), (3, b's', text(member)), (6, b's', text('org.freedesktop.DBus'))]
    if signature: fields.append((8, b'g', bytes([len(signature)]) + signature + b'\\0'))
    send(1, fields, body)
call('Hello')
call('RequestName', b'su', pad(text('org.gnome.keyring.SystemPrompter'), 4) + struct.pack('<I', 0))
data = b''
while more := bus.recv(4096):
    data += more
    while len(data) >= 16:
        body, number, fields = struct.unpack('<III', data[4:16])
        whole = 16 + fields + -fields % 8 + body
        if len(data) < whole: break
        message, data = data[:whole], data[whole:]
        sender = re.search(rb'\\x07\\x01s\\0.{4}([^\\0]+)\\0', message, re.S)
        if message[1] == 2 and message[-4:] == b'\\1\\0\\0\\0': print('named', flush=True)
        if message[1] == 1: print('asked', flush=True)
        if message[1] == 1: send(2, [(5, b'u', struct.pack('<I', number)), (6, b's', text(sender.group(1).decode()))])
`;

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
    async lock() {
      const prompter = spawn('python3', ['-c', PROMPTER], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => end(prompter));
      const lines = createInterface({ input: prompter.stdout });
      await once(lines, 'line');
      const asked = once(lines, 'line');
      // Whoever does not wait for it does not mind when it never comes.
      asked.catch((error: unknown) => error);
      const who = [`--bus=${address}`, '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
      const what = ['org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login'];
      await until('the keyring is there, and locked', () => spawnSync('dbus-send', [...who, ...what]).status === 0);
      return { asked };
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
