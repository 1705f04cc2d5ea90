import { KimiError } from '#shared/errors/kimi-error.ts';
import { clientOver, type EngineClient } from './client.ts';
import { pageNow } from './page-clock.ts';
import { forgetSecret, obtainSecret, type SecretPlaces } from './page-secret.ts';
import { type Happening, type Phase, step } from './reconnect.ts';

// What browsers report for a WebSocket that never opened.
const FAILED_TO_OPEN = 1006;

/** What the connection needs from the browser. */
export interface ConnectionParts extends SecretPlaces {
  /** Address of the `/rpc` WebSocket. */
  readonly url: string;
  /** By `pageNow`: a clock that is set must not put off the next try. */
  readonly now: () => number;
  readonly random: () => number;
}

/** The parts as the running page has them. */
export function browserParts(): ConnectionParts {
  const { protocol, host } = window.location;
  return {
    location: window.location,
    history: window.history,
    storage: window.sessionStorage,
    fetch: window.fetch.bind(window),
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`,
    now: pageNow,
    random: Math.random,
  };
}

/** Keeps one live connection to the engine and says in which phase it is. Owns its socket and its retry timer. */
export class EngineConnection {
  private readonly parts: ConnectionParts;
  private current: Phase;
  private socket: WebSocket | null = null;
  private live: EngineClient | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<(phase: Phase) => void>();
  private closed = false;

  constructor(parts: ConnectionParts = browserParts()) {
    this.parts = parts;
    this.current = { kind: 'connecting', attempt: 0, since: parts.now() };
  }

  get phase(): Phase {
    return this.current;
  }

  /** The live client. @throws KimiError ENGINE_UNREACHABLE while there is no connection */
  get client(): EngineClient {
    if (this.live === null) throw new KimiError('ENGINE_UNREACHABLE');
    return this.live;
  }

  onPhase(listener: (phase: Phase) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Connects, now; also the button "retry now". Does nothing while a connection lives or is being made. */
  open(): void {
    if (this.closed || this.socket !== null || this.current.kind === 'refused') return;
    this.clearTimer();
    this.move({ kind: 'try', at: this.parts.now() });
    // Only a browser that refuses the address itself rejects; it counts as a failed try.
    this.connect().catch(() => this.lost(FAILED_TO_OPEN));
  }

  /**
   * Gives a live connection up as if the engine had closed it with `code`; it is tried again like any other.
   * @param since when the engine was last known to be there, by `pageNow`; default: now
   */
  drop(code: number, since?: number): void {
    const { socket } = this;
    if (socket === null) return;
    this.lost(code, since);
    socket.close(1000);
  }

  /** Ends the connection for good. */
  close(): void {
    this.closed = true;
    this.clearTimer();
    this.live = null;
    this.socket?.close(1000);
    this.socket = null;
  }

  private async connect(): Promise<void> {
    const got = await obtainSecret(this.parts);
    if (this.closed) return;
    if (!got.ok) {
      if (got.reason === 'unreachable') this.lost(FAILED_TO_OPEN);
      else this.move({ kind: 'refused', reason: got.reason });
      return;
    }
    const socket = new WebSocket(this.parts.url);
    this.socket = socket;
    socket.addEventListener('close', (event) => {
      if (this.socket !== socket) return;
      this.lost(event.code);
    });
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ secret: got.secret }));
      const client = clientOver(socket);
      // The engine says nothing to a right secret; the first answered call proves it.
      client.system.whoami({}).then(
        () => {
          if (this.socket !== socket) return;
          this.live = client;
          this.move({ kind: 'opened', at: this.parts.now() });
        },
        () => socket.close(),
      );
    });
  }

  private lost(code: number, since?: number): void {
    this.socket = null;
    this.live = null;
    if (this.closed) return;
    this.move({ kind: 'closed', at: this.parts.now(), code, random: this.parts.random(), ...(since === undefined ? {} : { since }) });
    if (this.current.kind === 'refused') {
      forgetSecret(this.parts.storage);
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
