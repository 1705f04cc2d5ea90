import { KimiError } from '#shared/errors/kimi-error.ts';
import { Backoff } from '#shared/retry/backoff.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { ChildInfo, HolderClient, HolderEvent } from '../../holder/types.ts';
import type { RetryWaits } from '../power/index.ts';
import type { Logger } from '../types.ts';
import type { HolderAddress, HolderTools } from './types.ts';

/** Most of the first wait before a broken connection is made again; doubled each time. */
const RECONNECT_FIRST_MS = 50;
/** Longest wait: a person who looks at a frozen terminal should not wait longer than this once the holder answers. */
const RECONNECT_MOST_MS = 2000;
/** A list takes a millisecond. A holder that has not given it by then is stopped, or its disk hangs: others must not wait for it. */
const LIST_MS = 3000;

export interface ConnectionListener {
  onEvent(event: HolderEvent): void;
  /** The connection was made again and the children were read anew. */
  onReconnected(): void;
  /** The holder's process is gone. */
  onDead(): void;
}

/** One holder, connected as long as it lives: a connection that breaks is made again, a holder that died is reported once. */
export class HolderConnection {
  readonly address: HolderAddress;
  readonly children = new Map<string, ChildInfo>();
  readonly #tools: HolderTools;
  readonly #logger: Logger;
  readonly #listener: ConnectionListener;
  readonly #waits: RetryWaits;
  readonly #stop = new AbortController();
  /** Children that events spoke of while a list was under way: the events are newer than the list. */
  readonly #touched = new Set<string>();
  #refreshing: Promise<void> | null = null;
  /** It did not answer when it was asked last, and has said nothing since. */
  #silent = false;
  #client: HolderClient | null = null;
  #watching: Promise<void> = Promise.resolve();

  constructor(address: HolderAddress, tools: HolderTools, logger: Logger, waits: RetryWaits, listener: ConnectionListener) {
    this.address = address;
    this.#tools = tools;
    this.#logger = logger;
    this.#waits = waits;
    this.#listener = listener;
  }

  /** Whether it is connected and answers. */
  get connected(): boolean {
    return this.#client !== null && !this.#silent;
  }

  /** The live connection. @throws KimiError HOLDER_UNREACHABLE */
  get client(): HolderClient {
    if (this.#client === null) throw new KimiError('HOLDER_UNREACHABLE', { holder: this.address.id, pid: this.address.pid });
    return this.#client;
  }

  /** Takes a connection that was just made, or makes the first one. @throws KimiError as the holder or its socket refuses */
  async open(made?: HolderClient): Promise<void> {
    const client = await this.#use(made ?? (await this.#tools.connect(this.address)));
    this.#watching = this.#watch(client);
  }

  /** Connects to a holder that is known to live, now or as soon as it answers. */
  async openPatiently(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      this.#logger.error('a holder lives but cannot be reached', { holder: this.address.id, reason: String(error) });
      this.#watching = this.#reconnect().then(async (client) => {
        if (client === null) return;
        this.#listener.onReconnected();
        await this.#watch(client);
      });
    }
  }

  /** Reads the children anew; callers at the same time share one answer. @throws KimiError HOLDER_UNREACHABLE, also when no answer comes in time */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#readChildren().finally(() => {
      this.#refreshing = null;
      this.#touched.clear();
    });
    return this.#refreshing;
  }

  async #readChildren(): Promise<void> {
    this.#touched.clear();
    const found = new Map((await this.#list()).map((child) => [child.childId, child]));
    for (const id of [...this.children.keys()]) if (!found.has(id) && !this.#touched.has(id)) this.children.delete(id);
    for (const [id, child] of found) if (!this.#touched.has(id)) this.children.set(id, child);
  }

  async #list(): Promise<readonly ChildInfo[]> {
    const { client } = this;
    const listed = client.list();
    // Whenever it comes, it shows that the holder answers again.
    const answered = listed.then(() => this.#heard());
    if (!(await settlesWithin(answered, LIST_MS))) {
      this.#silent = client === this.#client;
      throw new KimiError('HOLDER_UNREACHABLE', {
        holder: this.address.id,
        pid: this.address.pid,
        reason: `no answer within ${LIST_MS} ms`,
      });
    }
    return listed;
  }

  /** The holder has said something. What it did while it did not answer came as events, or is read anew by whoever listens. */
  #heard(): void {
    if (!this.#silent) return;
    this.#silent = false;
    this.#listener.onReconnected();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#client?.close();
    await this.#watching;
  }

  async #use(client: HolderClient): Promise<HolderClient> {
    client.onEvent((event) => this.#hear(event));
    this.#client = client;
    this.#silent = false;
    try {
      await this.refresh();
    } catch (error) {
      this.#client = null;
      client.close();
      throw error;
    }
    return client;
  }

  /** Runs until the holder is dead or nobody wants the connection any more. */
  async #watch(first: HolderClient): Promise<void> {
    let client = first;
    while (true) {
      const reason = await client.closed;
      this.#client = null;
      if (this.#stop.signal.aborted) return;
      this.#logger.warn('connection to a holder ended', { holder: this.address.id, reason: reason?.message ?? 'closed' });
      const next = await this.#reconnect();
      if (next === null) return;
      client = next;
      this.#listener.onReconnected();
    }
  }

  async #reconnect(): Promise<HolderClient | null> {
    const backoff = new Backoff({ firstMs: RECONNECT_FIRST_MS, mostMs: RECONNECT_MOST_MS });
    let said = '';
    while (!this.#stop.signal.aborted) {
      if (!(await this.#tools.isAlive(this.address))) {
        this.#listener.onDead();
        return null;
      }
      try {
        return await this.#use(await this.#tools.connect(this.address));
      } catch (error) {
        if (String(error) !== said)
          this.#logger.warn('a holder lives but cannot be reached', { holder: this.address.id, reason: String(error) });
        said = String(error);
      }
      await this.#waits.pause(backoff.next(), this.#stop.signal);
    }
    return null;
  }

  #hear(event: HolderEvent): void {
    this.#heard();
    if (this.#refreshing !== null) this.#touched.add(event.kind === 'spawned' ? event.child.childId : event.childId);
    switch (event.kind) {
      case 'spawned':
        this.children.set(event.child.childId, event.child);
        break;
      case 'exited':
        this.#update(event.childId, { exit: event.exit, end: event.end });
        break;
      case 'resized':
        this.#update(event.childId, { cols: event.cols, rows: event.rows });
        break;
      case 'disk':
        break;
    }
    this.#listener.onEvent(event);
  }

  #update(childId: string, change: Partial<ChildInfo>): void {
    const known = this.children.get(childId);
    if (known !== undefined) this.children.set(childId, { ...known, ...change });
  }
}
