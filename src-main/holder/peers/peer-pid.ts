import type { Socket } from 'node:net';
import { unixNative, type WindowsNative, windowsNative } from '../native.ts';

/**
 * The process that made a connection to a Unix socket or a named pipe of ours, as the kernel noted it then. 0 for one that cannot be
 * seen from here; null when the system cannot be asked.
 */
export function peerPid(socket: Socket): number | null {
  if (process.platform === 'win32') {
    const native = windowsNative();
    return native === null ? null : peerOfPipe(socket, native);
  }
  const fd = descriptorOf(socket);
  return fd === null ? null : (unixNative()?.peerPid(fd) ?? null);
}

/** Node has no public name for the descriptor under a socket; this is the one place that knows the private one. */
function descriptorOf(socket: Socket): number | null {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: unknown } | null };
  return typeof handle?.fd === 'number' && handle.fd >= 0 ? handle.fd : null;
}

/** What of a socket is needed to find its pipe. */
interface Held {
  readonly destroyed: boolean;
  ref(): unknown;
  unref(): unknown;
}

/**
 * On Windows Node has no name at all for what is under a socket. But libuv lists the pipes of this thread, each with its handle and
 * whether it keeps the loop from ending: the one that lets go of the loop when our socket is told to is ours. Exported for its test.
 */
export function peerOfPipe(socket: Held, native: Pick<WindowsNative, 'heldPipes' | 'peerPid'>): number {
  if (socket.destroyed) return 0;
  // Whatever somebody else told it before: it lives as long as it is connected.
  socket.ref();
  const held = native.heldPipes();
  socket.unref();
  const left = new Set(native.heldPipes());
  socket.ref();
  const [own, ...others] = held.filter((handle) => !left.has(handle));
  return own === undefined || others.length > 0 ? 0 : native.peerPid(own);
}
