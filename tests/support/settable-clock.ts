import { execFile } from 'node:child_process';
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The wall clock of a host and its holders, which a test sets while they run. */
export interface SettableClock {
  /** For the host's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets it off by so many seconds, at once. */
  set(seconds: number): Promise<void>;
}

/**
 * Makes one in `folder`, out of a small library that is compiled here and stands between the processes and the system's clock.
 * Holders get an environment of their own, so they are reached by the command that gives them a scope where systemd runs.
 * @throws Error without a C compiler
 */
export async function settableClock(folder: string): Promise<SettableClock> {
  const [library, file, bin, runtime] = ['shift.so', 'shift', 'bin', 'xdg'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  await promisify(execFile)('cc', ['-shared', '-fPIC', '-O1', '-o', library, resolve(import.meta.dirname, 'clock-shift.c'), '-ldl']);
  const set = async (seconds: number): Promise<void> => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    // In place: the processes have mapped the file.
    const handle = await open(file, 'r+');
    await handle.write(bytes, 0, 8, 0);
    await handle.close();
  };
  await writeFile(file, Buffer.alloc(8));
  await mkdir(bin);
  await mkdir(join(runtime, 'systemd'), { recursive: true, mode: 0o700 });
  await writeFile(join(runtime, 'systemd', 'private'), '');
  const preload = `LD_PRELOAD='${library}' CLOCK_SHIFT_FILE='${file}'`;
  const script = join(bin, 'systemd-run');
  await writeFile(script, `#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\n${preload} exec "$@"\n`);
  await chmod(script, 0o755);
  return {
    env: { LD_PRELOAD: library, CLOCK_SHIFT_FILE: file, XDG_RUNTIME_DIR: runtime, PATH: `${bin}:${process.env.PATH ?? ''}` },
    set,
  };
}
