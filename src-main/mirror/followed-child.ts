import { KimiError } from '#shared/errors/kimi-error.ts';
import type { ByteStream, Piece } from '../holder/types.ts';
import type { ChildSource } from './children/child-source.ts';
import { type FloodState, onBehind, onBytes, onQuietCheck, onWanted, QUIET_MS, startFollowing } from './flood.ts';
import { Screen } from './screen.ts';
import type { ScreenText, Snapshot, TerminalSignal } from './types.ts';

// Enough that the holder never waits for a mirror that keeps up; little enough that a question asked in a flood waits some
// 10 ms at most for what is already under way (the parser takes about 70 MB/s).
const WINDOW = 512 * 1024;
const GRANT_AT = WINDOW / 4;
// After a flood the viewers are still busy drawing it, and nobody has asked for the mirror's screen yet: it reads what is left, while that
// is more than LEISURE_ABOVE, with a pause of four times what parsing took. 32 MiB then take it about two seconds.
const LEISURE_ABOVE = 2 * 1024 * 1024;
const LEISURE = 4;
const LEISURE_AT_MOST_MS = 1000;
/** A screen that did not change for so long is worth reading; and one that changes all the time is read this often. */
const SETTLE_MS = 100;
const SETTLE_AT_MOST_MS = 500;
/** After a stream broke (its holder died, its connection was cut): how long until the child is looked for again. */
const REOPEN_MS = 200;
const REOPEN_AT_MOST_MS = 5000;

export interface FollowedChildOptions {
  readonly childId: string;
  /** Finds the child. @throws KimiError NOT_FOUND when no holder and no spool knows it */
  readonly locate: (childId: string) => Promise<ChildSource>;
  readonly onSignal: (signal: TerminalSignal) => void;
  readonly onSettled: (childId: string, offset: number) => void;
  /** Nobody knows the child any more; no further call comes. */
  readonly onLost: () => void;
  readonly now?: () => number;
}

interface Waiter {
  readonly atLeast: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One child whose output goes through a headless terminal. */
export class FollowedChild {
  readonly #options: FollowedChildOptions;
  readonly #now: () => number;
  readonly #waiters = new Set<Waiter>();
  readonly ready: Promise<void>;
  #screen: Screen | null = null;
  #stream: ByteStream | null = null;
  #flood: FloodState = startFollowing(0);
  #end = 0;
  /** What was there when the child was found: nobody is shown a screen from before that. */
  #firstEnd = 0;
  #ungranted = 0;
  /** Time that parsing took since credit was given last. */
  #parseMs = 0;
  #paceTimer: NodeJS.Timeout | null = null;
  #ended = false;
  #closed = false;
  #quietTimer: NodeJS.Timeout | null = null;
  #settleTimer: NodeJS.Timeout | null = null;
  #changedSince = 0;
  #changedAt = 0;
  #reopenTimer: NodeJS.Timeout | null = null;
  #reopenWait = REOPEN_MS;

  constructor(options: FollowedChildOptions) {
    this.#options = options;
    this.#now = options.now ?? performance.now.bind(performance);
    this.ready = this.#open();
  }

  /** Where the mirror stands, and the furthest byte it knows of. */
  get position(): { readonly at: number; readonly end: number } {
    const at = this.#screen?.offset ?? 0;
    return { at, end: Math.max(at, this.#end) };
  }

  /** True when the child has ended and all of its output was read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** @throws KimiError MIRROR_UNAVAILABLE when the child's output cannot be read up to `atLeast` */
  async snapshot(scrollback: number, atLeast: number): Promise<Snapshot> {
    return (await this.#at(atLeast)).snapshot(scrollback);
  }

  /** @throws KimiError MIRROR_UNAVAILABLE when the child's output cannot be read up to `atLeast` */
  async text(atLeast: number): Promise<ScreenText> {
    return (await this.#at(atLeast)).text();
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#paceTimer, this.#quietTimer, this.#settleTimer, this.#reopenTimer]) if (timer !== null) clearTimeout(timer);
    this.#stream?.close();
    this.#stream = null;
    this.#screen?.dispose();
    this.#fail(new KimiError('MIRROR_UNAVAILABLE', { childId: this.#options.childId, reason: 'not followed any more' }));
  }

  async #at(atLeast: number): Promise<Screen> {
    await this.ready;
    const screen = this.#screen;
    if (screen === null || this.#closed) throw new KimiError('MIRROR_UNAVAILABLE', { childId: this.#options.childId });
    const wanted = Math.max(atLeast, this.#firstEnd);
    if (screen.offset >= wanted || this.#ended) return screen;
    this.#end = Math.max(this.#end, wanted);
    await new Promise<void>((resolve, reject) => {
      this.#waiters.add({ atLeast: wanted, resolve, reject });
      this.#change(onWanted(this.#flood, wanted));
      this.#grantNow();
    });
    return screen;
  }

  async #open(): Promise<void> {
    const source = await this.#options.locate(this.#options.childId);
    if (this.#closed) return;
    this.#screen ??= new Screen({
      cols: source.cols,
      rows: source.rows,
      from: 0,
      onSignal: (signal, offset) => this.#options.onSignal({ ...signal, childId: this.#options.childId, offset }),
    });
    this.#end = Math.max(this.#end, source.end);
    this.#firstEnd = this.#end;
    this.#flood = startFollowing(this.#end);
    this.#ungranted = 0;
    this.#stream = source.open({
      from: this.#screen.offset,
      credit: WINDOW,
      onPiece: (piece) => this.#piece(piece),
      onBehind: (end) => this.#behind(end),
      onClosed: (error) => this.#streamClosed(error),
    });
  }

  #piece(piece: Piece): void {
    const screen = this.#screen;
    if (screen === null || this.#closed) return;
    switch (piece.kind) {
      case 'data': {
        const start = this.#now();
        screen.write(piece.bytes);
        this.#parseMs += this.#now() - start;
        this.#reopenWait = REOPEN_MS;
        this.#ungranted += piece.bytes.length;
        this.#change(onBytes(this.#flood, piece.bytes.length, screen.offset, this.#now()));
        break;
      }
      case 'gap':
        screen.gap(piece.to);
        this.#change(onBytes(this.#flood, 0, screen.offset, this.#now()));
        break;
      case 'resized':
        screen.resize(piece.cols, piece.rows);
        break;
      case 'exit':
        this.#ended = true;
        this.#stream?.close();
        this.#stream = null;
        break;
    }
    for (const waiter of this.#waiters) {
      if (!this.#ended && screen.offset < waiter.atLeast) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
    this.#unsettle();
  }

  #behind(end: number): void {
    this.#end = Math.max(this.#end, end);
    this.#change(onBehind(this.#flood, this.#now()));
  }

  #change(next: FloodState): void {
    this.#flood = next;
    if (next.kind !== 'still') {
      this.#grant();
      return;
    }
    // Small questions may wait for a byte that the last grant has not covered.
    const wanted = Math.max(0, ...[...this.#waiters].map((waiter) => waiter.atLeast));
    if (wanted > (this.#screen?.offset ?? 0)) this.#wake(onWanted(next, wanted));
    else this.#quietTimer ??= setTimeout(() => this.#quietCheck(), QUIET_MS);
  }

  /** Gives back the credit of what was parsed; at leisure while nobody waits and much is left. */
  #grant(): void {
    if (this.#ungranted < GRANT_AT || this.#paceTimer !== null) return;
    const { at, end } = this.position;
    if (this.#flood.kind !== 'catching-up' || this.#waiters.size > 0 || end - at < LEISURE_ABOVE) {
      this.#grantNow();
      return;
    }
    const pause = Math.min(this.#parseMs * LEISURE, LEISURE_AT_MOST_MS);
    this.#paceTimer = setTimeout(() => {
      this.#paceTimer = null;
      this.#grantNow();
    }, pause);
  }

  #grantNow(): void {
    if (this.#paceTimer !== null) clearTimeout(this.#paceTimer);
    this.#paceTimer = null;
    this.#parseMs = 0;
    const bytes = this.#ungranted;
    this.#ungranted = 0;
    if (bytes > 0) this.#stream?.grant(bytes);
  }

  #quietCheck(): void {
    this.#quietTimer = null;
    const { at, end } = this.position;
    const next = onQuietCheck(this.#flood, at, end, this.#now());
    if (next.kind === 'still') this.#quietTimer = setTimeout(() => this.#quietCheck(), QUIET_MS);
    else this.#wake(next);
  }

  #wake(next: FloodState): void {
    this.#flood = next;
    this.#grantNow();
    this.#unsettle();
  }

  /** One timer at a time, not set anew for each piece, and none for a child that writes nothing. */
  #unsettle(): void {
    if (this.#flood.kind === 'still') return;
    this.#changedAt = this.#now();
    if (this.#settleTimer !== null) return;
    this.#changedSince = this.#changedAt;
    this.#settleTimer = setTimeout(() => this.#settle(), SETTLE_MS);
  }

  #settle(): void {
    const now = this.#now();
    const quiet = now - this.#changedAt;
    if (quiet < SETTLE_MS && now - this.#changedSince < SETTLE_AT_MOST_MS) {
      this.#settleTimer = setTimeout(() => this.#settle(), SETTLE_MS - quiet);
      return;
    }
    this.#settleTimer = null;
    if (this.#screen !== null && this.#flood.kind !== 'still') this.#options.onSettled(this.#options.childId, this.#screen.offset);
  }

  #streamClosed(error: Error | null): void {
    this.#stream = null;
    if (this.#closed || this.#ended) return;
    this.#fail(
      new KimiError(
        'MIRROR_UNAVAILABLE',
        { childId: this.#options.childId, reason: error?.message ?? 'the stream ended' },
        { cause: error },
      ),
    );
    if (error instanceof KimiError && error.code === 'NOT_FOUND') {
      this.#options.onLost();
      return;
    }
    // The child may have ended with its holder (its spool is on disk) or its holder may answer again.
    this.#reopenTimer = setTimeout(() => {
      this.#open().catch((reason: unknown) => this.#streamClosed(reason instanceof Error ? reason : new Error(String(reason))));
    }, this.#reopenWait);
    this.#reopenWait = Math.min(this.#reopenWait * 2, REOPEN_AT_MOST_MS);
  }

  #fail(error: Error): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }
}
