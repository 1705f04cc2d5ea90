import type { KimiError } from '#shared/errors/kimi-error.ts';
import { HeldInput, HOLD_MS } from '#shared/terminal/held-input.ts';
import type { GatewayMessage, ViewerMessage } from '#shared/terminal/viewer-protocol.ts';
import { toKimiError } from '../rpc/client.ts';
import { backoff } from '../rpc/reconnect.ts';
import { CreditLedger, FIRST_CREDIT } from './credit.ts';
import type { Cells, Link } from './terminal-state.ts';
import { type OpenWire, ViewerConnection, type Welcome } from './viewer-connection.ts';

// Lines a gateway sends along above the screen: all that its mirror keeps.
export const SNAPSHOT_LINES = 1_000;

/** What a link needs and whom it tells. */
export interface GatewayLinkOptions {
  readonly openWire: OpenWire;
  /** Asks the engine for a ticket to the terminal. */
  readonly ticket: () => Promise<{ readonly url: string; readonly ticket: string; readonly terminal: string }>;
  /** Whether the engine can be asked now; without it a lost link waits for `attach` instead of trying by itself. */
  readonly engineOpen: () => boolean;
  /** Offset up to which a terminal of this id is drawn, so that it goes on there; null when it has to be drawn from nothing. */
  readonly drawnTo: (terminal: string) => number | null;
  /** The size to ask for, by whether this viewer led before a loss; null leaves the terminal's size to others. */
  readonly size: (led: boolean) => Cells | null;
  /** Credit window that fits the situation, bytes. */
  readonly window: () => number;
  /** The program has ended: the end of the stream is then no loss. */
  readonly ended: () => boolean;
  /** The holder was killed: what is recorded is all there will be, however the stream ends. */
  readonly orphaned: () => boolean;
  readonly onState: (link: Link) => void;
  readonly onWelcome: (hello: Welcome) => void;
  readonly onMessage: (message: GatewayMessage) => void;
  /** What was typed did not arrive and will not. */
  readonly onInputLost: () => void;
}

/** A terminal's connection to its gateway: attaches, keeps the credit, and comes back after a loss. */
export class GatewayLink {
  private readonly options: GatewayLinkOptions;
  private state: Link = { kind: 'idle' };
  private connection: ViewerConnection | null = null;
  private ledger = new CreditLedger(0);
  /** Counts the attempts, so that what an older one still has to say is not heard. */
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly held = new HeldInput();
  /** Until when what is typed is kept for the next connection, ms of performance.now(). */
  private holdUntil = 0;
  private holdTimer: ReturnType<typeof setTimeout> | null = null;

  /** Whether this viewer leads, or did when its last connection ended; null before the first. */
  private led: boolean | null = null;

  constructor(options: GatewayLinkOptions) {
    this.options = options;
  }

  get attached(): boolean {
    return this.state.kind === 'attached';
  }

  /** Attaches, unless it is attached, about to be, or refused. */
  attach(): void {
    const { state } = this;
    if (state.kind === 'attaching' || state.kind === 'attached' || state.kind === 'refused') return;
    if (!this.options.engineOpen()) {
      if (state.kind === 'idle') this.move({ kind: 'lost', error: null, attempt: 0 });
      return;
    }
    this.clearTimer();
    this.generation += 1;
    if (state.kind === 'idle') this.startHolding();
    const { generation } = this;
    const attempt = state.kind === 'lost' ? state.attempt : 0;
    this.move({ kind: 'attaching' });
    this.connect(generation, attempt).catch((thrown: unknown) => {
      if (generation === this.generation) this.lost(toKimiError(thrown), attempt);
    });
  }

  /** Attaches now, whatever came of the last try. */
  again(): void {
    if (this.state.kind === 'refused') this.state = { kind: 'idle' };
    this.attach();
  }

  /** Ends the connection, as when another program's terminal takes this one's place: what was typed was not meant for that. */
  drop(): void {
    this.disconnect();
    this.letGo();
    this.led = null;
    this.move({ kind: 'idle' });
  }

  /** Sends; false when nothing can arrive now. */
  send(message: ViewerMessage): boolean {
    return this.connection?.send(message) ?? false;
  }

  /**
   * Sends what a person typed or pasted; while it attaches that is kept, because a person types as soon as the caret blinks, and
   * for some seconds after a loss, because another engine may be taking over.
   */
  input(bytes: Uint8Array): void {
    if (this.send({ type: 'input', bytes })) return;
    const waits = this.state.kind === 'attaching' || this.state.kind === 'lost';
    if (waits && performance.now() < this.holdUntil && this.held.hold(bytes)) return;
    this.options.onInputLost();
  }

  /** Takes note of bytes that arrived; call what it returns when they are drawn. */
  arrived(bytes: number): () => void {
    const { ledger } = this;
    return () => {
      ledger.digest(bytes);
      if (ledger === this.ledger) this.grant();
    };
  }

  /** Grants what the situation allows. */
  grant(): void {
    if (!this.attached) return;
    const bytes = this.ledger.due(this.options.window());
    if (bytes > 0) this.send({ type: 'credit', bytes });
  }

  private async connect(generation: number, attempt: number): Promise<void> {
    const { url, ticket, terminal } = await this.options.ticket();
    if (generation !== this.generation) return;
    this.ledger = new CreditLedger(FIRST_CREDIT);
    const { led } = this;
    const size = this.options.size(led === true);
    const from = this.options.drawnTo(terminal);
    this.connection = new ViewerConnection(
      this.options.openWire,
      url,
      {
        v: 1,
        ticket,
        mode: 'screen',
        follow: true,
        scrollback: SNAPSHOT_LINES,
        credit: FIRST_CREDIT,
        ...(size === null ? {} : { size }),
        ...(from === null ? {} : { from }),
        ...(led === null ? {} : { led }),
      },
      {
        onWelcome: (hello) => {
          this.move({ kind: 'attached' });
          // Nobody is told that somebody else leads.
          this.led = false;
          this.options.onWelcome(hello);
          this.stopHolding();
          for (const bytes of this.held.take()) this.send({ type: 'input', bytes });
          this.grant();
        },
        onMessage: (message) => {
          if (message.type === 'responder') this.led = message.you;
          this.options.onMessage(message);
        },
        onClosed: (error) => this.lost(error, attempt),
      },
    );
  }

  private lost(error: KimiError | null, attempt: number): void {
    const wasAttached = this.attached;
    this.disconnect();
    if (this.options.orphaned() || (error === null && this.options.ended())) {
      // An ended program's stream ends too: the last screen stays, and there is nothing to try again.
      this.state = { kind: 'attached' };
      return;
    }
    // A ticket of an engine that is gone is as good as an expired one: the next asks for another.
    if (error !== null && !error.toData().retryable && error.code !== 'TICKET_INVALID') {
      this.move({ kind: 'refused', error });
      return;
    }
    if (wasAttached) this.startHolding();
    const next = wasAttached ? 1 : attempt + 1;
    this.move({ kind: 'lost', error, attempt: next });
    this.timer = setTimeout(() => this.attach(), backoff(next, Math.random()));
  }

  private disconnect(): void {
    this.generation += 1;
    this.clearTimer();
    this.connection?.close();
    this.connection = null;
  }

  private move(link: Link): void {
    this.state = link;
    if (link.kind === 'refused') this.letGo();
    this.options.onState(link);
  }

  private startHolding(): void {
    this.stopHolding();
    this.holdUntil = performance.now() + HOLD_MS;
    this.holdTimer = setTimeout(() => this.letGo(), HOLD_MS);
  }

  private stopHolding(): void {
    if (this.holdTimer !== null) clearTimeout(this.holdTimer);
    this.holdTimer = null;
    this.holdUntil = 0;
  }

  /** Keys that come minutes late, into a program that has gone on, do harm. */
  private letGo(): void {
    this.stopHolding();
    if (this.held.take().length > 0) this.options.onInputLost();
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
