import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { errorCode, fileErrorAsKimi } from './file-errors.ts';
import { type FollowedChild, Follower, type FollowerOutput } from './follower.ts';
import { type Hands, PacedOutput } from './paced-output.ts';
import { InputQueue, type LeaseListener } from './process/input-queue.ts';
import type { ProcessTable } from './process/process-list.ts';
import { send, stopTree } from './process/process-tree.ts';
import type { RunningProcess } from './process/running.ts';
import { checkStartable, startProcess } from './process/start.ts';
import type { InputMarks } from './protocol/messages.ts';
import { type ChildFile, childFileOf, type ProcessName } from './spool/files.ts';
import { SpoolWriter } from './spool/writer.ts';
import type { ChildInfo, ChildSpec, ExitRecord, HolderEvent, StopReport } from './types.ts';

/** After its tree is gone a child's exit is on disk at once; this is for a disk that hangs. */
const EXIT_WITHIN_MS = 5000;

/** Of a terminal, with no key among them: CSI … R, c, n, t, y; CSI I and O; OSC and DCS strings. */
const REPORT = /^(?:\u001b\[[?>]?[\d;$]*[Rcnty]|\u001b\[[IO]|\u001b[\]P][^\u0007\u001b]*(?:\u0007|\u001b\\))+$/;
const LONGEST_REPORT = 256;

export interface ChildOptions {
  readonly spec: ChildSpec;
  /** Its spool. */
  readonly folder: string;
  readonly holder: ChildFile['holder'];
  readonly processes: ProcessTable;
  /** Whether somebody types, in any child of the holder. */
  readonly hands: Hands;
  readonly onEvent: (event: HolderEvent) => void;
  /** The exit was told, or it is on disk: when both are true, the child needs its holder no more. */
  readonly onFinished: () => void;
  readonly log: (message: string) => void;
}

/** A child with its spool, its input and its followers. */
export class Child implements FollowedChild {
  readonly folder: string;
  readonly spool: SpoolWriter;
  readonly startedAt = Date.now();
  readonly #spec: ChildSpec;
  readonly #o: ChildOptions;
  readonly #followers = new Set<Follower>();
  #running: RunningProcess | null = null;
  readonly #output: PacedOutput;
  /** Why its output is not read at the moment. */
  readonly #pausedBy = new Set<'disk' | 'hands'>();
  #input: InputQueue | null = null;
  #name: ProcessName = { pid: -1, startTime: '' };
  /** Its program has ended; the exit follows when it is written. */
  #over = false;
  #exit: ExitRecord | undefined;
  #stopping: Promise<StopReport> | null = null;
  /** The exit is recorded and has been told. */
  readonly ended: Promise<void>;
  #setEnded: () => void = () => undefined;

  private constructor(options: ChildOptions) {
    this.#o = options;
    this.#spec = options.spec;
    this.folder = options.folder;
    const { kind, cols, rows, keepBytes, childId } = options.spec;
    this.#output = new PacedOutput({
      hands: options.hands,
      readers: () => this.#followers.size,
      behind: () => [...this.#followers].some((follower) => follower.behind),
      deliver: (bytes) => this.#append(bytes),
      setPaused: (paused) => this.#pause('hands', paused),
    });
    this.spool = new SpoolWriter({
      folder: options.folder,
      keepBytes,
      size: kind === 'pty' ? { cols, rows } : null,
      onProgress: () => {
        this.#pumpAll();
        if (this.spool.finished) options.onFinished();
      },
      onSlow: (slow) => this.#pause('disk', slow),
      onDisk: (state, reason) => {
        options.log(`${childId}: disk ${state}${reason === null ? '' : ` (${String(reason)})`}`);
        options.onEvent({ kind: 'disk', childId, state });
      },
    });
    this.ended = new Promise((resolve) => {
      this.#setEnded = resolve;
    });
  }

  /**
   * Makes the spool's folder and starts the child. Nothing is left behind when it fails.
   * @throws KimiError CONFLICT | SPAWN_FAILED | FOLDER_MISSING | FOLDER_UNREADABLE | BINARY_MISSING | BINARY_NOT_EXECUTABLE |
   * DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL
   */
  static async start(options: ChildOptions): Promise<Child> {
    const { spec, folder, holder } = options;
    await checkStartable(spec);
    await makeFolder(folder, spec.childId);
    const child = new Child(options);
    try {
      const facts = childFileOf(spec, child.startedAt, holder);
      await writeFile(join(folder, 'child.json'), JSON.stringify(facts), { mode: 0o600 });
      const { running, name } = await startProcess(spec, folder, {
        onData: (bytes) => child.#output.take(bytes),
        gathers: () => child.#output.gathers,
        onEnd: (exit) => child.#end(exit),
      });
      child.#running = running;
      child.#name = name;
      // A program can end before its start is through.
      if (!child.#over) child.#input = new InputQueue(spec.childId, running.input);
      return child;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw fileErrorAsKimi(error, folder);
    }
  }

  get childId(): string {
    return this.#spec.childId;
  }

  /** Set when the program ended and all its output is known. */
  get exit(): ExitRecord | undefined {
    return this.#exit;
  }

  /** See PacedOutput. */
  rest(bytes: number): number {
    return this.#output.rest(bytes);
  }

  /** See PacedOutput. */
  caughtUp(): void {
    this.#output.caughtUp();
  }

  info(): ChildInfo {
    const { childId, kind } = this.#spec;
    const { end, firstAvailable, size } = this.spool;
    const exit = this.#exit === undefined ? {} : { exit: this.#exit };
    const { cols, rows } = size ?? this.#spec;
    return { childId, kind, ...this.#name, cols, rows, firstAvailable, end, startedAt: this.startedAt, ...exit };
  }

  /** Follows the output; `close` on the follower ends it. */
  follow(out: FollowerOutput, from: number, credit: number): Follower {
    const follower = new Follower(this, out, from, credit);
    this.#followers.add(follower);
    return follower;
  }

  unfollow(follower: Follower): void {
    follower.close();
    this.#followers.delete(follower);
  }

  /** Adds a piece of the input call `key`. An empty call ends the input of a child with pipes. */
  input(key: string, bytes: Buffer, { last, more }: InputMarks, done: (error: KimiError | null) => void): void {
    if (this.#input === null) done(new KimiError('SESSION_ENDED', { childId: this.childId }));
    else if (bytes.length === 0 && last && this.#spec.kind === 'pipe')
      this.#input.add(key, bytes, last, (error) => this.#endInput(error, done));
    else {
      if (this.#spec.kind === 'pty' && !isReport(bytes)) this.#output.typed();
      else this.#output.awaited();
      this.#input.add(key, bytes, last, done, more);
    }
  }

  /** Begins an input call that holds the input for `ms` from its turn on. */
  lease(key: string, ms: number, listener: LeaseListener): void {
    if (this.#input === null) listener.granted(new KimiError('SESSION_ENDED', { childId: this.childId }));
    else this.#input.lease(key, ms, listener);
  }

  /** The caller of an input call is gone, or has nothing more to say. */
  abandonInput(key: string): void {
    this.#input?.abandon(key);
  }

  /** @throws KimiError SESSION_ENDED */
  resize(cols: number, rows: number): void {
    const { size } = this.spool;
    if (this.#running === null || this.#exit !== undefined) throw new KimiError('SESSION_ENDED', { childId: this.childId });
    if (size === null || (size.cols === cols && size.rows === rows)) return;
    try {
      this.#running.resize(cols, rows);
    } catch (error) {
      throw new KimiError('SESSION_ENDED', { childId: this.childId, reason: String(error) }, { cause: error });
    }
    this.#output.flush();
    this.spool.resize(cols, rows);
    this.#pumpAll();
    this.#o.onEvent({ kind: 'resized', childId: this.childId, cols, rows });
  }

  /** To the program's group. @throws KimiError SESSION_ENDED */
  signal(signal: NodeJS.Signals): void {
    if (this.#exit !== undefined) throw new KimiError('SESSION_ENDED', { childId: this.childId });
    send(process.platform === 'win32' ? this.#name.pid : -this.#name.pid, signal);
  }

  /** Ends the tree; several callers share one stop, a forced one comes on top. Returns when the exit is recorded too. */
  async stop(options: { readonly graceMs: number; readonly force: boolean }): Promise<StopReport> {
    if (this.#stopping !== null && !options.force) return this.#stopping;
    const stopping = this.#stop(options).finally(() => {
      if (this.#stopping === stopping) this.#stopping = null;
    });
    this.#stopping = stopping;
    return stopping;
  }

  /** Closes everything of an ended child, and with `remove` its spool as well. */
  async dispose(remove: boolean): Promise<void> {
    for (const follower of this.#followers) follower.close();
    this.#followers.clear();
    await this.spool.abandon();
    if (remove) await rm(this.folder, { recursive: true, force: true });
  }

  async #stop({ graceMs, force }: { readonly graceMs: number; readonly force: boolean }): Promise<StopReport> {
    const { processes } = this.#o;
    const report = await stopTree({
      processes,
      childId: this.childId,
      root: this.#name,
      hangUp: this.#spec.kind === 'pty',
      graceMs,
      force,
    });
    if (report.survivors.length === 0) await settlesWithin(this.ended, EXIT_WITHIN_MS);
    return report;
  }

  #append(bytes: Buffer): void {
    const offset = this.spool.append(bytes);
    for (const follower of this.#followers) follower.appended(offset, bytes);
  }

  #end(exit: ExitRecord): void {
    this.#over = true;
    this.#output.close();
    this.#input?.close();
    this.#input = null;
    this.spool
      .finish(exit)
      .then(() => {
        // On disk, or, when the disk is full, at least said; it is written as soon as there is room.
        this.#exit = exit;
        this.#pumpAll();
        this.#o.onEvent({ kind: 'exited', childId: this.childId, exit, end: this.spool.end });
        this.#setEnded();
        this.#o.onFinished();
      })
      .catch((error: unknown) => this.#o.log(`${this.childId}: the exit could not be told: ${String(error)}`));
  }

  #endInput(error: KimiError | null, done: (error: KimiError | null) => void): void {
    this.#running?.endInput();
    done(error);
  }

  #pause(why: 'disk' | 'hands', paused: boolean): void {
    const before = this.#pausedBy.size > 0;
    if (paused) this.#pausedBy.add(why);
    else this.#pausedBy.delete(why);
    const now = this.#pausedBy.size > 0;
    if (now !== before) this.#running?.setPaused(now);
  }

  #pumpAll(): void {
    for (const follower of this.#followers) follower.pump();
  }
}

/**
 * Whether a terminal, not a person, wrote this: the answer to a question about cursor, kind, modes or colours, or that the focus came or
 * went. A program may ask with each redraw.
 */
function isReport(bytes: Buffer): boolean {
  return bytes[0] === 0x1b && bytes.length < LONGEST_REPORT && REPORT.test(bytes.toString('latin1'));
}

async function makeFolder(folder: string, childId: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileErrorAsKimi(error, dirname(folder));
  }
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new KimiError('CONFLICT', { childId, reason: 'there is a child of this id already' });
    throw fileErrorAsKimi(error, folder);
  }
}
