import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { traySupport } from '#main/engine/doctor/index.ts';
import { until } from '../../../support/until.ts';

async function has(program: string): Promise<boolean> {
  try {
    await promisify(execFile)('which', [program]);
    return true;
  } catch {
    return false;
  }
}

/** A bus of the test's own. */
async function openBus(): Promise<NodeJS.ProcessEnv> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => end(daemon));
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer];
  return { ...process.env, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

const busHere = (await has('dbus-daemon')) && (await has('gdbus')) && (await has('python3'));

describe('whether the desktop shows tray icons', () => {
  it('is never asked where every desktop does', async () => {
    expect(await traySupport('darwin', {})).toBe('yes');
    expect(await traySupport('win32', {})).toBe('yes');
  });

  it('is not known where there is no bus', async () => {
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_RUNTIME_DIR: '/nowhere' };
    expect(await traySupport('linux', env)).toBe('unknown');
  });

  it.runIf(busHere)('is no on a bus without somebody who shows them, and yes with one', async () => {
    const env = await openBus();
    expect(await traySupport('linux', env)).toBe('no');
    const panel = spawn('python3', ['-c', PANEL], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    onTestFinished(() => end(panel));
    await until('the panel has its name', async () => (await traySupport('linux', env)) === 'yes');
  });
});

/** Takes the watcher's name on the bus, by the bus's own protocol. */
const PANEL = `
import os, re, socket, struct, time
path = re.search(r'path=([^,]+)', os.environ['DBUS_SESSION_BUS_ADDRESS']).group(1)
bus = socket.socket(socket.AF_UNIX)
bus.connect(path)
bus.sendall(b'\\0AUTH EXTERNAL ' + str(os.getuid()).encode().hex().encode() + b'\\r\\n')
bus.recv(200)
bus.sendall(b'BEGIN\\r\\n')
def pad(data, to): return data + b'\\0' * (-len(data) % to)
def text(value): return struct.pack('<I', len(value)) + value.encode() + b'\\0'
def call(serial, member, signature=b'', body=b''):
    fields = b''
    def field(code, kind, value):
        nonlocal fields
        fields = pad(fields, 8) + bytes([code, 1]) + kind + b'\\0' + value
    field(1, b'o', text('/org/freedesktop/DBus'))
    field(2, b's', text('org.freedesktop.DBus'))
    field(3, b's', text(member))
    field(6, b's', text('org.freedesktop.DBus'))
    if signature: field(8, b'g', bytes([len(signature)]) + signature + b'\\0')
    bus.sendall(pad(b'l\\1\\0\\1' + struct.pack('<III', len(body), serial, len(fields)) + fields, 8) + body)
call(1, 'Hello')
call(2, 'RequestName', b'su', pad(text('org.kde.StatusNotifierWatcher'), 4) + struct.pack('<I', 0))
while bus.recv(4096): pass
`;
