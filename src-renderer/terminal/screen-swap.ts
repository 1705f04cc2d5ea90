import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import type { DescribeGap } from './gap-line.ts';
import { HistoryLoader, type HistoryProgress } from './history.ts';
import type { ReplayScreen } from './replay-screen.ts';
import { partFrom } from './stream-trim.ts';
import type { OpenWire } from './viewer-connection.ts';
import type { ScreenLook } from './xterm-screen.ts';

/** What a swap needs from the terminal it works for. */
export interface SwapOptions<S extends ReplayScreen> {
  readonly openWire: OpenWire;
  /** The screen on show. */
  readonly from: S;
  /** Makes the hidden screen. */
  readonly make: () => S;
  readonly ticket: () => Promise<{ readonly url: string; readonly ticket: string }>;
  /** Offset just past the bytes that the screen on show was given. */
  readonly offset: () => number;
  readonly describeGap: DescribeGap;
  readonly onProgress: (progress: HistoryProgress) => void;
  /** The new screen stands where the old one did; `waiting` are the live messages that came in between, in order. */
  readonly onSwapped: (screen: S, waiting: readonly GatewayMessage[]) => void;
  readonly onFailed: (error: unknown) => void;
  /** Draws bytes on the screen on show. */
  readonly draw: (bytes: Uint8Array, offset: number) => void;
}

type Stage =
  | { readonly kind: 'loading' }
  /** The hidden screen stands at `at`; the one on show is let run up to exactly there. */
  | { readonly kind: 'meeting'; readonly at: number; readonly beheaded: boolean }
  | { readonly kind: 'settling'; readonly waiting: GatewayMessage[] }
  | { readonly kind: 'over' };

/** Loads a terminal's recording into a second screen and puts that in the first one's place, at exactly one byte. */
export class ScreenSwap<S extends ReplayScreen> {
  private readonly options: SwapOptions<S>;
  private readonly hidden: S;
  private loader: HistoryLoader | null = null;
  private stage: Stage = { kind: 'loading' };

  constructor(options: SwapOptions<S>) {
    this.options = options;
    this.hidden = options.make();
    this.load().catch((error: unknown) => this.fail(error));
  }

  /** Sees each live message first. True when it was taken (or will be given back when the swap is done). */
  takes(message: GatewayMessage): boolean {
    if (this.stage.kind === 'settling') {
      this.stage.waiting.push(message);
      return true;
    }
    if (this.stage.kind !== 'meeting') return false;
    if (message.type === 'snapshot') return false;
    if (message.type !== 'data') return false;
    const { at } = this.stage;
    const end = message.offset + message.bytes.length;
    if (end < at) return false;
    const before = message.bytes.subarray(0, Math.max(0, at - message.offset));
    if (before.length > 0) this.options.draw(before, message.offset);
    const rest = partFrom(message.bytes, message.offset, at);
    this.settle(rest === null ? [] : [{ type: 'data', offset: at, bytes: rest }]);
    return true;
  }

  setLook(look: ScreenLook): void {
    this.hidden.setLook(look);
  }

  /** Gives the hidden screen up. */
  cancel(): void {
    if (this.stage.kind === 'over') return;
    this.stage = { kind: 'over' };
    this.loader?.stop();
    this.hidden.dispose();
  }

  private async load(): Promise<void> {
    const ticket = await this.options.ticket();
    if (this.stage.kind !== 'loading') return;
    const loader = new HistoryLoader({
      openWire: this.options.openWire,
      ...ticket,
      screen: this.hidden,
      target: this.options.offset,
      describeGap: this.options.describeGap,
      onProgress: this.options.onProgress,
      onReady: () => {
        if (this.stage.kind !== 'loading') return;
        this.stage = { kind: 'meeting', at: loader.at, beheaded: loader.beheaded };
        if (this.options.offset() === loader.at) this.settle([]);
      },
      onFailed: (error) => this.fail(error),
    });
    this.loader = loader;
  }

  private settle(waiting: GatewayMessage[]): void {
    if (this.stage.kind !== 'meeting') return;
    const { beheaded } = this.stage;
    this.stage = { kind: 'settling', waiting };
    this.finish(beheaded, waiting).catch((error: unknown) => this.fail(error));
  }

  private async finish(beheaded: boolean, waiting: readonly GatewayMessage[]): Promise<void> {
    const { from } = this.options;
    await from.write('');
    const { cols, rows } = from.terminal;
    await this.hidden.write('');
    this.hidden.terminal.resize(cols, rows);
    if (beheaded) await this.copyScreen();
    if (this.stage.kind !== 'settling') return;
    this.stage = { kind: 'over' };
    this.hidden.setLive(true);
    this.options.onSwapped(this.hidden, waiting);
  }

  // The oldest bytes are gone, and with them perhaps the ones that set modes or placed the cursor: the screen itself is
  // taken from the terminal on show, which began with a snapshot and is right.
  private async copyScreen(): Promise<void> {
    const { SerializeAddon } = await import('@xterm/addon-serialize');
    const addon = new SerializeAddon();
    this.options.from.terminal.loadAddon(addon);
    const picture = addon.serialize({ scrollback: 0 });
    addon.dispose();
    await this.hidden.write(`\u001b[!p\u001b[?1049l\u001b[2J\u001b[H${picture}`);
  }

  private fail(error: unknown): void {
    if (this.stage.kind === 'over') return;
    this.cancel();
    this.options.onFailed(error);
  }
}
