import { Utf8Carry } from '#shared/terminal/utf8-carry.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { CreditLedger } from './credit.ts';
import { type DescribeGap, gapLine } from './gap-line.ts';
import type { ReplayScreen } from './replay-screen.ts';
import { type OpenWire, ViewerConnection } from './viewer-connection.ts';

// Loading is not watched line by line, so it takes the throughput window.
const WINDOW = 4 * 1024 * 1024;

/** How far the loading is: bytes read of bytes there are when it began. */
export interface HistoryProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Fills a second, hidden screen with a terminal's whole recording, so that it can take the place of the one on show,
 * which only began with a snapshot. Owns its connection until `stop`.
 */
export class HistoryLoader {
  private readonly connection: ViewerConnection;
  private readonly ledger = new CreditLedger(WINDOW);
  private readonly screen: ReplayScreen;
  private readonly ready: () => void;
  private readonly failed: (error: unknown) => void;
  private readonly progress: (progress: HistoryProgress) => void;
  private readonly describeGap: DescribeGap;
  private readonly target: () => number;
  private readonly carry = new Utf8Carry();
  private goal = 0;
  private start = 0;
  private received = 0;
  private stopped = false;
  /** Offset just past the bytes that the hidden screen has parsed. */
  at = 0;
  /** True when the oldest bytes are gone: modes that were set in them are not known to the hidden screen. */
  beheaded = false;

  constructor(options: {
    readonly openWire: OpenWire;
    readonly url: string;
    readonly ticket: string;
    readonly screen: ReplayScreen;
    /** Offset up to which the screen on show stands; it may move on while the loading lasts. */
    readonly target: () => number;
    readonly describeGap: DescribeGap;
    readonly onProgress: (progress: HistoryProgress) => void;
    /** The hidden screen has caught up with the screen on show: `at` is at or past its target. */
    readonly onReady: () => void;
    readonly onFailed: (error: unknown) => void;
  }) {
    this.screen = options.screen;
    this.target = options.target;
    this.ready = options.onReady;
    this.failed = options.onFailed;
    this.progress = options.onProgress;
    this.describeGap = options.describeGap;
    this.screen.setLive(false);
    this.connection = new ViewerConnection(
      options.openWire,
      options.url,
      { v: 1, ticket: options.ticket, mode: 'bytes', from: 0, follow: true, scrollback: 0, credit: WINDOW },
      {
        onWelcome: (hello) => {
          this.start = hello.firstAvailable;
          this.goal = hello.end;
          this.at = hello.firstAvailable;
          this.beheaded = hello.firstAvailable > 0;
          this.parsed(this.at, 0);
        },
        onMessage: (message) => this.receive(message),
        onClosed: (error) => {
          // The recording of an ended program closes behind its last byte, which may not be parsed yet.
          if (!this.stopped && (error !== null || this.received < this.goal || this.goal === 0)) this.failed(error);
        },
      },
    );
  }

  /** Takes no more; the hidden screen stays as it is. */
  stop(): void {
    this.stopped = true;
    this.connection.close();
  }

  private receive(message: GatewayMessage): void {
    switch (message.type) {
      case 'data': {
        const { bytes, offset } = message;
        this.received = offset + bytes.length;
        this.screen.terminal.write(this.carry.push(bytes), () => this.parsed(offset + bytes.length, bytes.length));
        return;
      }
      case 'gap':
        this.received = message.to;
        this.carry.clear();
        if (message.from > 0 || message.reason !== 'expired') this.beheaded = true;
        this.screen.terminal.write(gapLine(this.describeGap, message), () => this.parsed(message.to, 0));
        return;
      case 'resized':
        this.screen.terminal.write('', () => this.screen.terminal.resize(message.cols, message.rows));
        return;
      case 'snapshot':
      case 'exit':
      case 'responder':
      case 'error':
        return;
    }
  }

  private parsed(at: number, bytes: number): void {
    if (this.stopped) return;
    this.at = Math.max(this.at, at);
    this.ledger.digest(bytes);
    const due = this.ledger.due(WINDOW);
    if (due > 0) this.connection.send({ type: 'credit', bytes: due });
    const goal = Math.max(this.goal, this.target());
    if (this.at >= goal) {
      this.stop();
      this.ready();
    } else this.progress({ done: this.at - this.start, total: goal - this.start });
  }
}
