import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import { encodePaste } from '#shared/terminal/sanitize-paste.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import { backoff } from '../rpc/reconnect.ts';
import type { ClipboardRequest } from './clipboard-request.ts';
import { CreditLedger, creditWindow } from './credit.ts';
import { type DescribeGap, gapLine } from './gap-line.ts';
import { latin1, utf8 } from './input-bytes.ts';
import { ScreenSwap } from './screen-swap.ts';
import { createTerminalStore, type TerminalState, type TerminalStore } from './terminal-state.ts';
import { ViewerConnection, type Welcome } from './viewer-connection.ts';
import { HISTORY_LINES, type ScreenListener, type ScreenLook, XtermScreen } from './xterm-screen.ts';

// A hand that paused this long is reading, not typing.
const TYPING_MS = 2_000;
// A dragged separator gives a size per frame; each would be a SIGWINCH and a redraw of the whole program.
const RESIZE_SETTLE_MS = 60;
// A new terminal is spoken to at this size until its pane was measured.
const FIRST_SIZE = { cols: 80, rows: 24 };
// Lines a gateway sends along above the screen: all that its mirror keeps.
const SNAPSHOT_LINES = 1_000;

/** What a terminal needs from the window around it. */
export interface TerminalSurroundings {
  readonly client: () => EngineClient;
  /** Whether the engine can be asked now; without it a lost terminal waits instead of trying. */
  readonly engineOpen: () => boolean;
  readonly look: () => ScreenLook;
  /** Words for missing bytes. */
  readonly describeGap: DescribeGap;
  readonly onClipboard: (session: SessionId, request: ClipboardRequest) => void;
  readonly onFocus: (session: SessionId) => void;
  readonly onInputLost: () => void;
  readonly onGatewayError: (error: KimiError) => void;
}

/** One session's terminal in this window: its screen, its connection to the gateway, and the rules between them. */
export class TerminalController {
  readonly store: TerminalStore = createTerminalStore(FIRST_SIZE);
  private readonly session: SessionId;
  private readonly around: TerminalSurroundings;
  private screen: XtermScreen;
  private swap: ScreenSwap<XtermScreen> | null = null;
  private connection: ViewerConnection | null = null;
  private ledger = new CreditLedger(0);
  private container: HTMLElement | null = null;
  private observer: ResizeObserver | null = null;
  private visible = false;
  private neighbours = false;
  private lastKeyAt = Number.NEGATIVE_INFINITY;
  private generation = 0;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private resizeTimer: ReturnType<typeof setTimeout> | null = null;
  /** Offset just past the bytes that were handed to the screen. */
  private offset = 0;
  /** This viewer asked for the size, by attaching in a focused window or by taking it over. */
  private claimed = false;
  private terminalId: string | null = null;
  private disposed = false;
  /** More lines exist above what the last snapshot brought. */
  private moreAbove = false;

  constructor(session: SessionId, around: TerminalSurroundings) {
    this.session = session;
    this.around = around;
    this.screen = this.newScreen(FIRST_SIZE);
  }

  /** The screen on show, for find and selection. */
  get terminal() {
    return this.screen.terminal;
  }

  /** The pane is on show in a visible window. */
  get onShow(): boolean {
    return this.visible && this.container !== null;
  }

  /** Puts the terminal into an element of the page and attaches it on the first time. */
  mount(container: HTMLElement): void {
    this.container = container;
    container.append(this.screen.host);
    this.observer = new ResizeObserver(() => this.measured());
    this.observer.observe(container);
    this.apply();
    this.attach();
  }

  /** Takes the terminal out of its element; screen and connection live on. */
  unmount(): void {
    this.observer?.disconnect();
    this.observer = null;
    this.container = null;
    this.screen.setVisible(false);
    this.screen.host.remove();
  }

  /** Whether the pane is on show, and whether others are beside it: decides credit and who draws. */
  setSituation(situation: { readonly visible: boolean; readonly neighbours: boolean }): void {
    this.visible = situation.visible;
    this.neighbours = situation.neighbours;
    this.apply();
    if (situation.visible) this.attach();
  }

  /** Theme, font or screen reader changed. */
  lookChanged(): void {
    this.screen.setLook(this.around.look());
    this.swap?.setLook(this.around.look());
    this.measured();
  }

  /** The engine is back (or the person asked): attaches when it is not. */
  attach(): void {
    const { link } = this.store.getState();
    if (this.disposed || this.connection !== null || link.kind === 'attaching' || !this.visible || this.container === null) return;
    if (!this.around.engineOpen()) {
      if (link.kind === 'idle') this.set({ link: { kind: 'lost', error: null, attempt: 0 } });
      return;
    }
    this.clearRetry();
    this.generation += 1;
    const attempt = link.kind === 'lost' ? link.attempt : 0;
    this.set({ link: { kind: 'attaching' } });
    this.connect(this.generation, attempt).catch((thrown: unknown) => this.lost(toKimiError(thrown), attempt));
  }

  /** The session runs in a terminal of this id now; another one than before (after a restart) is attached anew. */
  terminalIs(id: string | null): void {
    if (id === this.terminalId) return;
    const known = this.terminalId !== null;
    this.terminalId = id;
    if (!known) return;
    this.disconnect();
    this.set({ link: { kind: 'idle' }, exit: null });
    this.attach();
  }

  /** The caret into the terminal; its size and its answers are this viewer's from now on. */
  focus(): void {
    this.screen.terminal.focus();
  }

  /** Takes over the size, for a person who works here now. */
  claim(): void {
    if (this.connection?.send({ type: 'focus' }) !== true) return;
    this.claimed = true;
    this.sendSize(true);
  }

  /** Pastes text the only way there is: cleaned, and in one message. */
  paste(text: string): void {
    const bytes = utf8(encodePaste(text, this.screen.terminal.modes.bracketedPasteMode));
    if (bytes.length > 0) this.input(bytes);
    this.screen.terminal.scrollToBottom();
  }

  /** Empties this view; the recording keeps everything. */
  clear(): void {
    this.moreAbove = false;
    this.screen.terminal.clear();
  }

  /** The caret into the terminal, with everything that goes with working here. */
  focusAndClaim(): void {
    this.focus();
    this.claim();
  }

  /** Attaches now, whatever came of the last try. */
  again(): void {
    const { link } = this.store.getState();
    if (link.kind === 'refused') this.set({ link: { kind: 'idle' } });
    this.attach();
  }

  /** Opens the find bar. */
  openFind(): void {
    this.set({ find: { open: true } });
  }

  closeFind(): void {
    this.set({ find: { open: false } });
  }

  dispose(): void {
    this.disposed = true;
    this.generation += 1;
    this.clearRetry();
    if (this.resizeTimer !== null) clearTimeout(this.resizeTimer);
    this.observer?.disconnect();
    this.disconnect();
    this.screen.dispose();
  }

  private set(change: Partial<TerminalState>): void {
    this.store.setState(change);
  }

  private apply(): void {
    if (this.onShow) {
      // Only in a place that has a size can xterm.js measure its font.
      this.screen.open();
      this.measured();
    }
    this.screen.setVisible(this.onShow);
    this.grant();
  }

  private newScreen(size: { readonly cols: number; readonly rows: number }, scrollback?: number): XtermScreen {
    const listener: ScreenListener = {
      onText: (text) => this.typed(utf8(text)),
      onBinary: (text) => this.typed(latin1(text)),
      onPaste: (text) => this.paste(text),
      onClipboard: (request) => this.around.onClipboard(this.session, request),
      onLink: (target) => this.set({ hoveredLink: target }),
      onTop: () => this.loadHistory(),
      onFocus: () => {
        this.around.onFocus(this.session);
        if (!this.store.getState().owner) this.claim();
      },
    };
    return new XtermScreen({
      ...size,
      ...(scrollback === undefined ? {} : { scrollback }),
      look: this.around.look(),
      mayAnswer: () => this.store.getState().owner,
      listener,
    });
  }

  private typed(bytes: Uint8Array): void {
    this.lastKeyAt = performance.now();
    // Who types here works here, whichever window had the focus event last.
    if (!this.store.getState().owner) this.claim();
    this.input(bytes);
  }

  private input(bytes: Uint8Array): void {
    if (this.connection?.send({ type: 'input', bytes }) !== true) this.around.onInputLost();
  }

  private async connect(generation: number, attempt: number): Promise<void> {
    const ticket = await this.around.client().terminal.attach({ session: this.session, rights: 'write' });
    if (generation !== this.generation) return;
    const credit = this.window();
    this.ledger = new CreditLedger(credit);
    const room = this.screen.fit();
    // A window in the background gets the picture, but must not take the size from where the person works.
    this.claimed = room !== null && document.hasFocus();
    const size = room !== null && this.claimed ? { size: room } : {};
    this.connection = new ViewerConnection(
      ticket.url,
      { v: 1, ticket: ticket.ticket, mode: 'screen', follow: true, scrollback: SNAPSHOT_LINES, credit, ...size },
      {
        onWelcome: (hello) => this.welcomed(hello),
        onMessage: (message) => this.receive(message),
        onClosed: (error) => this.lost(error, attempt),
      },
    );
  }

  private welcomed(hello: Welcome): void {
    this.terminalId = hello.terminal;
    this.set({ link: { kind: 'attached' }, exit: null });
  }

  private lost(error: KimiError | null, attempt: number): void {
    if (this.disposed) return;
    const { link, exit } = this.store.getState();
    this.disconnect();
    // An ended program's stream ends too: the last screen stays, and there is nothing to try again.
    if (exit !== null && error === null) return;
    if (error !== null && !error.toData().retryable && error.code !== 'TICKET_INVALID') {
      this.set({ link: { kind: 'refused', error } });
      return;
    }
    const next = link.kind === 'attached' ? 1 : attempt + 1;
    this.set({ link: { kind: 'lost', error, attempt: next }, owner: false });
    this.clearRetry();
    this.retryTimer = setTimeout(() => this.attach(), backoff(next, Math.random()));
  }

  private disconnect(): void {
    this.generation += 1;
    this.swap?.cancel();
    this.swap = null;
    this.connection?.close();
    this.connection = null;
    this.set({ owner: false, history: null });
  }

  private receive(message: GatewayMessage): void {
    if (this.swap?.takes(message) === true) return;
    switch (message.type) {
      case 'snapshot':
        this.drawSnapshot(message);
        return;
      case 'data':
        this.offset = message.offset + message.bytes.length;
        this.draw(message.bytes);
        return;
      case 'gap':
        this.offset = message.to;
        // A skip is followed by a snapshot, which says it all.
        if (message.reason !== 'skipped') this.screen.terminal.write(gapLine(this.around.describeGap, message));
        return;
      case 'resized':
        // In stream order: bytes before it were meant for the old size.
        this.screen.terminal.write('', () => this.resized(message.cols, message.rows));
        return;
      case 'exit':
        this.screen.terminal.write('', () => this.set({ exit: { code: message.code, signal: message.signal } }));
        return;
      case 'responder':
        this.set({ owner: message.you });
        if (!message.you) this.claimed = false;
        this.sizeChanged();
        return;
      case 'error':
        this.around.onGatewayError(KimiError.from(safeJson(message.json)));
        return;
    }
  }

  private drawSnapshot(message: Extract<GatewayMessage, { type: 'snapshot' }>): void {
    this.swap?.cancel();
    this.swap = null;
    const { terminal } = this.screen;
    const before = terminal.buffer.active;
    const above = before.baseY - before.viewportY;
    this.offset = message.offset;
    const { screen } = this;
    terminal.write('', () => {
      screen.setLive(false);
      terminal.resize(message.cols, message.rows);
    });
    // Reset, old picture away and new picture there within one parse and one frame: nobody sees a blank.
    terminal.write('\u001bc\u001b[?2026h');
    terminal.write(message.data);
    terminal.write('\u001b[?2026l', () => {
      screen.setLive(true);
      const { active } = terminal.buffer;
      this.moreAbove = active.type === 'normal' && active.baseY >= SNAPSHOT_LINES;
      if (above > 0) terminal.scrollToLine(Math.max(0, active.baseY - above));
      this.set({ drawn: true, size: { cols: message.cols, rows: message.rows }, history: null });
    });
  }

  private draw(bytes: Uint8Array): void {
    const { ledger } = this;
    this.screen.terminal.write(bytes, () => {
      ledger.digest(bytes.length);
      if (ledger === this.ledger) this.grant();
    });
  }

  private window(): number {
    const typing = performance.now() - this.lastKeyAt < TYPING_MS;
    return creditWindow({ visible: this.visible, typing, neighbours: this.neighbours });
  }

  private grant(): void {
    if (this.connection === null || this.store.getState().link.kind !== 'attached') return;
    const bytes = this.ledger.due(this.window());
    if (bytes > 0) this.connection.send({ type: 'credit', bytes });
  }

  private resized(cols: number, rows: number): void {
    this.screen.terminal.resize(cols, rows);
    this.set({ size: { cols, rows } });
  }

  private measured(): void {
    const room = this.screen.fit();
    if (room === null) return;
    const before = this.store.getState().room;
    if (before?.cols !== room.cols || before.rows !== room.rows) this.set({ room });
    if (!this.store.getState().drawn) this.screen.terminal.resize(room.cols, room.rows);
    if (this.resizeTimer !== null) clearTimeout(this.resizeTimer);
    this.resizeTimer = setTimeout(() => {
      this.resizeTimer = null;
      this.sizeChanged();
    }, RESIZE_SETTLE_MS);
  }

  /** The room of the pane is the terminal's size while the person works here. */
  private sizeChanged(): void {
    if (this.claimed && this.store.getState().owner) this.sendSize(false);
  }

  private sendSize(always: boolean): void {
    const room = this.screen.fit();
    if (room === null || this.store.getState().exit !== null) return;
    const { size } = this.store.getState();
    if (always || room.cols !== size.cols || room.rows !== size.rows) this.connection?.send({ type: 'resize', ...room });
  }

  private loadHistory(): void {
    if (!this.moreAbove || this.swap !== null || this.connection === null) return;
    this.moreAbove = false;
    this.swap = new ScreenSwap({
      from: this.screen,
      make: () => this.newScreen(this.store.getState().size, HISTORY_LINES),
      ticket: () => this.around.client().terminal.attach({ session: this.session, rights: 'read' }),
      offset: () => this.offset,
      describeGap: this.around.describeGap,
      onProgress: (history) => this.set({ history }),
      onSwapped: (screen, waiting) => this.swapped(screen, waiting),
      onFailed: (error) => {
        this.swap = null;
        this.moreAbove = true;
        this.set({ history: null });
        this.around.onGatewayError(toKimiError(error));
      },
      draw: (bytes, offset) => {
        this.offset = offset + bytes.length;
        this.draw(bytes);
      },
    });
  }

  private swapped(screen: XtermScreen, waiting: readonly GatewayMessage[]): void {
    const old = this.screen;
    const focused = old.host.contains(document.activeElement);
    this.swap = null;
    this.screen = screen;
    this.container?.append(screen.host);
    if (this.onShow) screen.open();
    const above = old.terminal.buffer.active.baseY - old.terminal.buffer.active.viewportY;
    screen.terminal.scrollToLine(Math.max(0, screen.terminal.buffer.active.baseY - above));
    old.dispose();
    this.apply();
    if (focused) screen.terminal.focus();
    this.set({ history: null, screen: this.store.getState().screen + 1 });
    for (const message of waiting) this.receive(message);
  }

  private clearRetry(): void {
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.retryTimer = null;
  }
}

function safeJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return new Error(json);
  }
}
