import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Backoff } from '#shared/retry/backoff.ts';
import type { MirrorClient, ScreenText, TerminalSignal } from '../../mirror/types.ts';
import { RetryWaits } from '../power/index.ts';
import type { Logger } from '../types.ts';
import type { Screens } from './types.ts';

/** A running mirror: its process, and our connection to it. */
export interface MirrorProcess {
  readonly socket: string;
  readonly client: MirrorClient;
  stop(): Promise<void>;
}

/** Most of the first wait before a mirror that died is started again; doubled each time it dies young. */
const RESTART_FIRST_MS = 100;
const RESTART_MOST_MS = 10_000;
/** One that lived this long died of something else than its start. */
const LIVED_MS = 30_000;
/** How long a reader waits for a mirror that is being started: a start takes some 200 ms here. */
const READERS_WAIT_MS = 5000;

export interface MirrorKeeperOptions {
  readonly start: () => Promise<MirrorProcess>;
  readonly logger: Logger;
  /** Pauses between starts. */
  readonly waits?: RetryWaits;
  /** How long readers wait for a mirror that is being started, in ms (default 5000). */
  readonly readersWaitMs?: number;
  /** A mirror listens on another socket now. */
  readonly onSocket?: (socket: string) => void;
}

/** Keeps a mirror running. Whoever reads screens does not notice when it is another one. */
export class MirrorKeeper implements Screens {
  readonly #o: MirrorKeeperOptions;
  readonly #waits: RetryWaits;
  readonly #stop = new AbortController();
  readonly #followed = new Set<string>();
  readonly #signals = new Map<string, Set<(signal: TerminalSignal) => void>>();
  readonly #settled = new Map<string, Set<(offset: number) => void>>();
  readonly #everySignal = new Set<(signal: TerminalSignal) => void>();
  readonly #left = new Set<(childId: string) => void>();
  /** What the mirror of the moment was told to follow; readers wait for that. */
  #following = new Map<string, Promise<void>>();
  #mirror: MirrorProcess | null = null;
  #problem: string | null = 'not started yet';
  #available = Promise.withResolvers<void>();
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: MirrorKeeperOptions) {
    this.#o = options;
    this.#waits = options.waits ?? new RetryWaits();
  }

  /** Why screens cannot be read; null when they can. Waits for a mirror that is being started, as every reader does. */
  async problem(): Promise<string | null> {
    await this.#awaitMirror();
    return this.#mirror === null ? this.#problem : null;
  }

  /** Starts the first mirror, in the background, where one that does not start is tried again: sessions do not need it to run. */
  open(): void {
    this.#keeping = this.#tryStart().then((first) => this.#keep(first));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#available.resolve();
    await this.#mirror?.stop();
    await this.#keeping;
  }

  follow(childId: string): void {
    this.#followed.add(childId);
    if (this.#mirror !== null) this.#tellFollow(this.#mirror.client, childId);
  }

  unfollow(childId: string): void {
    this.#followed.delete(childId);
    this.#following.delete(childId);
    for (const listener of [...this.#left]) listener(childId);
    this.#mirror?.client.unfollow(childId).catch((error: unknown) => {
      // A mirror that died has forgotten it anyway.
      this.#o.logger.debug('the mirror could not be told to leave a child', { childId, reason: String(error) });
    });
  }

  async screen(childId: string, atLeast?: number): Promise<ScreenText> {
    const client = await this.#clientFor(childId);
    return client.screen(childId, atLeast === undefined ? {} : { atLeast });
  }

  onSignal(childId: string, listener: (signal: TerminalSignal) => void): () => void {
    return listen(this.#signals, childId, listener);
  }

  onSettled(childId: string, listener: (offset: number) => void): () => void {
    return listen(this.#settled, childId, listener);
  }

  /** Hears every child's signals, and which children are no longer followed. */
  onEverySignal(heard: (signal: TerminalSignal) => void, left: (childId: string) => void): () => void {
    this.#everySignal.add(heard);
    this.#left.add(left);
    return () => {
      this.#everySignal.delete(heard);
      this.#left.delete(left);
    };
  }

  async #awaitMirror(): Promise<void> {
    const deadline = performance.now() + (this.#o.readersWaitMs ?? READERS_WAIT_MS);
    while (this.#mirror === null && !this.#stop.signal.aborted) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      const waited = new AbortController();
      await Promise.race([this.#available.promise, delay(left, undefined, { signal: waited.signal }).catch(ifAborted(waited.signal))]);
      waited.abort();
    }
  }

  async #clientFor(childId: string): Promise<MirrorClient> {
    await this.#awaitMirror();
    const mirror = this.#mirror;
    if (mirror === null) throw new KimiError('MIRROR_UNAVAILABLE', { reason: this.#problem ?? 'ending' });
    const following = this.#following.get(childId);
    if (following === undefined) throw new KimiError('MIRROR_UNAVAILABLE', { childId, reason: 'it is not followed' });
    await following;
    return mirror.client;
  }

  async #tryStart(): Promise<MirrorProcess | null> {
    try {
      const mirror = await this.#o.start();
      if (this.#stop.signal.aborted) {
        await mirror.stop();
        return null;
      }
      mirror.client.onSignal((signal) => {
        tell(this.#signals, signal.childId, signal);
        for (const listener of [...this.#everySignal]) listener(signal);
      });
      mirror.client.onSettled((childId, offset) => tell(this.#settled, childId, offset));
      this.#mirror = mirror;
      this.#problem = null;
      this.#following = new Map();
      for (const childId of this.#followed) this.#tellFollow(mirror.client, childId);
      this.#o.onSocket?.(mirror.socket);
      this.#available.resolve();
      return mirror;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#o.logger.error('the mirror does not start', { reason: this.#problem });
      return null;
    }
  }

  async #keep(first: MirrorProcess | null): Promise<void> {
    let mirror = first;
    const backoff = new Backoff({ firstMs: RESTART_FIRST_MS, mostMs: RESTART_MOST_MS });
    while (!this.#stop.signal.aborted) {
      const since = performance.now();
      if (mirror !== null) {
        const reason = await mirror.client.closed;
        this.#mirror = null;
        this.#available = Promise.withResolvers<void>();
        if (this.#stop.signal.aborted) return;
        this.#problem = reason?.message ?? 'it ended';
        this.#o.logger.warn('the mirror ended and is started again', { reason: this.#problem });
        // Its process may live on without a connection; two mirrors would read everything twice.
        await mirror.stop();
      }
      if (performance.now() - since > LIVED_MS) backoff.reset();
      await this.#waits.pause(backoff.next(), this.#stop.signal);
      if (!this.#stop.signal.aborted) mirror = await this.#tryStart();
    }
  }

  #tellFollow(client: MirrorClient, childId: string): void {
    const following = client.follow(childId);
    this.#following.set(childId, following);
    following.catch((error: unknown) => {
      this.#o.logger.warn('the mirror does not follow a child', { childId, reason: String(error) });
      if (this.#following.get(childId) === following) this.#following.delete(childId);
    });
  }
}

function listen<T>(listeners: Map<string, Set<(value: T) => void>>, key: string, listener: (value: T) => void): () => void {
  const own = listeners.get(key) ?? new Set();
  own.add(listener);
  listeners.set(key, own);
  return () => {
    own.delete(listener);
    if (own.size === 0 && listeners.get(key) === own) listeners.delete(key);
  };
}

function tell<T>(listeners: ReadonlyMap<string, ReadonlySet<(value: T) => void>>, key: string, value: T): void {
  for (const listener of [...(listeners.get(key) ?? [])]) listener(value);
}

/** Lets an abort end a wait early without making it an error. */
function ifAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
