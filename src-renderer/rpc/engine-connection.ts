import { type EngineClient, UNREACHABLE_CLIENT } from './client.ts';
import { pageNow } from './page-clock.ts';
import { CLOSE_LOST, type Happening, type Phase, step } from './reconnect.ts';
import type { Dialled, EngineWire, Transport, ViewerWire, WireListener } from './transport.ts';

/** What the connection needs besides a transport. */
export interface ConnectionParts {
  /** By `pageNow`: a clock that is set must not put off the next try. */
  readonly now: () => number;
  readonly random: () => number;
}

/** Keeps one live connection to the engine and says in which phase it is. Owns its wire and its retry timer. */
export class EngineConnection {
  private readonly transport: Transport;
  private readonly parts: ConnectionParts;
  private current: Phase;
  private dialling = false;
  private wire: EngineWire | null = null;
  private live: EngineClient | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<(phase: Phase) => void>();
  private closed = false;

  constructor(transport: Transport, parts: ConnectionParts = { now: pageNow, random: Math.random }) {
    this.transport = transport;
    this.parts = parts;
    this.current = { kind: 'connecting', attempt: 0, since: parts.now() };
  }

  get phase(): Phase {
    return this.current;
  }

  /** The live client, another one with each connection; while there is none its calls reject. Never throws: what is drawn asks for it too. */
  get client(): EngineClient {
    return this.live ?? UNREACHABLE_CLIENT;
  }

  onPhase(listener: (phase: Phase) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Opens a viewer's wire to the gateway at `url`, which needs no live connection. */
  viewer(url: string, listener: WireListener): ViewerWire {
    return this.transport.viewer(url, listener);
  }

  /** Connects, now; also the button "retry now". Does nothing while a connection lives or is being made. */
  open(): void {
    if (this.closed || this.dialling || this.wire !== null || this.current.kind === 'refused') return;
    this.clearTimer();
    this.move({ kind: 'try', at: this.parts.now() });
    // Only a browser that refuses the address itself rejects; it counts as a failed try.
    this.connect().catch(() => this.lost(CLOSE_LOST));
  }

  /**
   * Gives a live connection up as if the engine had closed it with `code`; it is tried again like any other.
   * @param since when the engine was last known to be there, by `pageNow`; default: now
   */
  drop(code: number, since?: number): void {
    const { wire } = this;
    if (wire === null) return;
    this.lost(code, since);
    wire.close();
  }

  /** Ends the connection for good. */
  close(): void {
    this.closed = true;
    this.clearTimer();
    this.live = null;
    this.wire?.close();
    this.wire = null;
  }

  private async connect(): Promise<void> {
    const dialled = await this.dial();
    if (this.closed) {
      if (dialled.ok) dialled.wire.close();
      return;
    }
    if (!dialled.ok) {
      if (dialled.reason === 'unreachable') this.lost(CLOSE_LOST);
      else this.move({ kind: 'refused', reason: dialled.reason });
      return;
    }
    const { wire } = dialled;
    this.wire = wire;
    wire.listen({
      onClosed: (code) => {
        if (this.wire === wire) this.lost(code);
      },
      onOpen: (client) => {
        // The engine says nothing to a right secret; the first answered call proves it.
        client.system.whoami({}).then(
          () => {
            if (this.wire !== wire) return;
            this.live = client;
            this.move({ kind: 'opened', at: this.parts.now() });
          },
          () => wire.close(),
        );
      },
    });
  }

  private async dial(): Promise<Dialled> {
    this.dialling = true;
    try {
      return await this.transport.engine();
    } finally {
      this.dialling = false;
    }
  }

  private lost(code: number, since?: number): void {
    this.wire = null;
    this.live = null;
    if (this.closed) return;
    this.move({ kind: 'closed', at: this.parts.now(), code, random: this.parts.random(), ...(since === undefined ? {} : { since }) });
    if (this.current.kind === 'refused') {
      this.transport.refused();
      return;
    }
    if (this.current.kind === 'lost' || this.current.kind === 'crowded') {
      this.timer = setTimeout(() => this.open(), Math.max(0, this.current.retryAt - this.parts.now()));
    }
  }

  private move(what: Happening): void {
    this.current = step(this.current, what);
    for (const listener of this.listeners) listener(this.current);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
