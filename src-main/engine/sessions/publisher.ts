import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Bus } from '../bus/index.ts';
import type { Logger } from '../types.ts';

/**
 * Tells the bus about sessions. Describing one takes a moment (its holder is asked for offsets), so changes that come in
 * between are told as one; what is told last is always what holds last.
 */
export class SessionPublisher {
  readonly #bus: Pick<Bus, 'publish'>;
  readonly #logger: Logger;
  readonly #describe: (id: SessionId) => Promise<SessionInfo | undefined>;
  readonly #dirty = new Set<SessionId>();
  /** Removed while they were being described: what was read of them must not be told after their removal. */
  readonly #gone = new Set<SessionId>();
  readonly #busy = new Map<SessionId, Promise<void>>();

  constructor(bus: Pick<Bus, 'publish'>, logger: Logger, describe: (id: SessionId) => Promise<SessionInfo | undefined>) {
    this.#bus = bus;
    this.#logger = logger;
    this.#describe = describe;
  }

  changed(id: SessionId): void {
    this.#dirty.add(id);
    if (!this.#busy.has(id)) this.#busy.set(id, this.#tell(id));
  }

  removed(id: SessionId): void {
    this.#dirty.delete(id);
    if (this.#busy.has(id)) this.#gone.add(id);
    this.#bus.publish({ type: 'session.removed', id });
  }

  /** Resolves when everything that changed so far was told. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy.values());
  }

  async #tell(id: SessionId): Promise<void> {
    while (this.#dirty.delete(id)) {
      try {
        const session = await this.#describe(id);
        if (session !== undefined && !this.#gone.has(id)) this.#bus.publish({ type: 'session.changed', session });
      } catch (error) {
        this.#logger.error('a session could not be described', { session: id, reason: String(error) });
      }
    }
    // In the same turn as the loop's last look, so that no change falls in between.
    this.#busy.delete(id);
    this.#gone.delete(id);
  }
}
