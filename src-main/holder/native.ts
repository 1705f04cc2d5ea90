import { createRequire } from 'node:module';

/** What the native part (native/descent) has on Linux and macOS. */
export interface UnixNative {
  /** By the descriptor of a socket; 0 for a process in a pid namespace that cannot be seen, null when the system does not tell. */
  peerPid(descriptor: number): number | null;
  adoptOrphans(): boolean;
  reap(pid: number): boolean;
}

/** What it has on Windows. */
export interface WindowsNative {
  /** By the handle of a pipe; 0 when it cannot be told. */
  peerPid(handle: number): number;
  /** The handles of all pipes of this thread that keep its event loop from ending. */
  heldPipes(): readonly number[];
  /** All that run. @throws Error when the system's list cannot be read */
  processes(): readonly WindowsProcess[];
  /** `NAME=value`, each ended by a NUL; empty for a process that cannot be read. */
  environment(pid: number): string;
}

/** A process as Windows tells of it. */
export interface WindowsProcess {
  readonly pid: number;
  /** Stays as it is when the parent has ended, and may be another process's by then. */
  readonly parent: number;
  /** 100 ns since 1601, in decimal; empty for a process that may not be asked. */
  readonly startTime: string;
}

type Loaded = { readonly module: unknown } | { readonly problem: string };

let loaded: Loaded | null = null;

function load(): Loaded {
  try {
    return { module: createRequire(import.meta.url)('@kimi-shell/descent') };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}

/** The native part of Linux and macOS; null elsewhere, and where it could not be built. */
export function unixNative(): UnixNative | null {
  return process.platform === 'win32' ? null : (nativeModule() as UnixNative | null);
}

/** The native part of Windows; null elsewhere, and where it could not be built. */
export function windowsNative(): WindowsNative | null {
  return process.platform === 'win32' ? (nativeModule() as WindowsNative | null) : null;
}

function nativeModule(): unknown {
  loaded ??= load();
  return 'problem' in loaded ? null : loaded.module;
}

/** Why the system cannot be asked who connected; null when it can. */
export function peerPidProblem(): string | null {
  loaded ??= load();
  return 'problem' in loaded ? loaded.problem : null;
}
