import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** The native part (native/descent). */
export interface Native {
  peerPid(fd: number): number | null;
  adoptOrphans(): boolean;
  reap(pid: number): boolean;
}

type Loaded = { readonly native: Native } | { readonly problem: string };

let loaded: Loaded | null = null;

function load(): Loaded {
  // Node keeps a named pipe's handle to itself, so on Windows there is nothing that the system could be asked about.
  if (process.platform === 'win32') return { problem: 'Node gives no access to the handle of a named pipe' };
  try {
    return { native: createRequire(import.meta.url)('@kimi-shell/descent') as Native };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}

/** The native part, or null where it could not be built. */
export function descentNative(): Native | null {
  loaded ??= load();
  return 'problem' in loaded ? null : loaded.native;
}

/** Why the system cannot be asked who connected; null when it can. */
export function peerPidProblem(): string | null {
  loaded ??= load();
  return 'problem' in loaded ? loaded.problem : null;
}

/**
 * The process that made a connection to a Unix socket of ours, as the kernel noted it then. 0 for one that lives where this
 * process cannot see it (another pid namespace); null when the system cannot be asked.
 */
export function peerPid(socket: Socket): number | null {
  const fd = descriptorOf(socket);
  return fd === null ? null : (descentNative()?.peerPid(fd) ?? null);
}

/** Node has no public name for the descriptor under a socket; this is the one place that knows the private one. */
function descriptorOf(socket: Socket): number | null {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: unknown } | null };
  return typeof handle?.fd === 'number' && handle.fd >= 0 ? handle.fd : null;
}
