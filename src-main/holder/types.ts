import type { GapReason } from '#shared/terminal/viewer-protocol.ts';

/** What to spawn. The environment is complete: nothing is inherited from the holder. */
export interface ChildSpec {
  /** The id its owner knows it by, for example a terminal id; also the name of its folder, so `[A-Za-z0-9_-]+`. */
  readonly childId: string;
  readonly kind: 'pty' | 'pipe';
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Terminal size in cells; ignored for pipes. */
  readonly cols: number;
  readonly rows: number;
  /** Newest output kept on disk, bytes. */
  readonly keepBytes: number;
}

export interface ExitRecord {
  readonly code: number | null;
  readonly signal: string | null;
  /** ms since the epoch. */
  readonly at: number;
}

export interface ChildInfo {
  readonly childId: string;
  readonly kind: 'pty' | 'pipe';
  readonly pid: number;
  /** Kernel's start time of the process (Linux: clock ticks since boot), which with the pid names a process for good. */
  readonly startTime: string;
  readonly cols: number;
  readonly rows: number;
  readonly firstAvailable: number;
  readonly end: number;
  readonly startedAt: number;
  readonly exit?: ExitRecord;
}

export interface HolderInfo {
  readonly id: string;
  readonly pid: number;
  readonly build: string;
  readonly startedAt: number;
  readonly socket: string;
  /** Negotiated protocol version. */
  readonly protocol: number;
}

/** One step of a child's output in order. `offset` is the byte offset since the child started. */
export type Piece =
  | { readonly kind: 'data'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number; readonly reason: GapReason }
  | { readonly kind: 'resized'; readonly offset: number; readonly cols: number; readonly rows: number }
  | { readonly kind: 'exit'; readonly offset: number; readonly exit: ExitRecord };

export interface StreamOptions {
  /** First byte wanted; below firstAvailable a gap piece comes first. */
  readonly from: number;
  /** Bytes the holder may send before it needs more credit. */
  readonly credit: number;
  /** Called for each piece in order. Data bytes are only valid during the call unless copied. */
  readonly onPiece: (piece: Piece) => void;
  /** The child's end moved while no credit was left (coalesced); tells a follower how far behind it is. */
  readonly onBehind?: (end: number) => void;
  /** The connection ended or the holder refused; after it no piece comes. */
  readonly onClosed: (error: Error | null) => void;
}

/** One viewer's cursor on one child. */
export interface ByteStream {
  grant(bytes: number): void;
  /** Jumps forward to `offset` (a `skipped` gap piece says so); never backward. */
  skipTo(offset: number): void;
  close(): void;
}

/** What is typed waits this long at most for a lease: a tenth of a second is where a person begins to notice. */
export const LONGEST_LEASE_MS = 100;

/** Input that is held for one writer: what others send waits until it is given back, or its time is over. */
export interface InputLease {
  /** One write, in whole. @throws KimiError LEASE_OVER (nothing of it was written) | SESSION_ENDED | HOLDER_UNREACHABLE */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives it back. Safe to call again, and after its time. */
  release(): void;
}

/** What became of a tree of processes that was told to stop. */
export interface StopReport {
  readonly how: 'already' | 'hangup' | 'terminated' | 'killed';
  /** Processes of the tree that are still alive after SIGKILL (uninterruptible). */
  readonly survivors: readonly number[];
}

export type HolderEvent =
  | { readonly kind: 'spawned'; readonly child: ChildInfo }
  | { readonly kind: 'exited'; readonly childId: string; readonly exit: ExitRecord; readonly end: number }
  | { readonly kind: 'resized'; readonly childId: string; readonly cols: number; readonly rows: number }
  /** `full`: output goes on, the newest stays in memory, the rest becomes a gap; `ok`: the disk takes writes again. */
  | { readonly kind: 'disk'; readonly childId: string; readonly state: 'full' | 'ok' };

/** A connection to one holder. Every method rejects with KimiError. */
export interface HolderClient {
  readonly holder: HolderInfo;
  spawn(spec: ChildSpec): Promise<ChildInfo>;
  list(): Promise<readonly ChildInfo[]>;
  /** Hang up, SIGTERM, then SIGKILL the whole tree, `graceMs` between each, and verify. */
  stop(childId: string, options: { readonly graceMs: number; readonly force?: boolean }): Promise<StopReport>;
  signal(childId: string, signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'): Promise<void>;
  resize(childId: string, cols: number, rows: number): Promise<void>;
  /** One write, whatever its size, in order; resolves when the kernel took the last byte. */
  input(childId: string, bytes: Uint8Array): Promise<void>;
  /**
   * Holds the child's input for one writer, for LONGEST_LEASE_MS from its turn on. A holder whose protocol has no leases gives one that holds
   * nothing back: its writes are whole, and others' may come in between.
   * @param withinMs how long to wait for the turn: a paste of megabytes is not interrupted for it
   * @throws KimiError TIMED_OUT | SESSION_ENDED | HOLDER_UNREACHABLE
   */
  lease(childId: string, withinMs: number): Promise<InputLease>;
  /** Forgets an ended child and removes its spool. */
  forget(childId: string): Promise<void>;
  open(childId: string, options: StreamOptions): ByteStream;
  onEvent(listener: (event: HolderEvent) => void): () => void;
  /** Resolves when the connection is gone, with the reason. */
  readonly closed: Promise<Error | null>;
  /** Resolves when what was said so far has left this process, or never will: what `close` comes before does not arrive. */
  said(): Promise<void>;
  close(): void;
}
