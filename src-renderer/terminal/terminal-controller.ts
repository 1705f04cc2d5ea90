import { FONT_SIZE } from '#shared/contract/settings.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import { Utf8Carry } from '#shared/terminal/utf8-carry.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { ClipboardRequest } from './clipboard-request.ts';
import { creditWindow } from './credit.ts';
import { type DescribeGap, gapLine } from './gap-line.ts';
import { GatewayLink, SNAPSHOT_LINES } from './gateway-link.ts';
import type { Hands } from './hands.ts';
import { latin1, utf8 } from './input-bytes.ts';
import type { ClickedPath } from './links/path-links.ts';
import { type PasteAnswer, Pasting } from './pasting.ts';
import type { Progress } from './progress.ts';
import { findReading, readingIn } from './reading.ts';
import { followEnd } from './reading-anchor.ts';
import { ScreenSwap } from './screen-swap.ts';
import { ownPaths, sendFiles } from './send-files.ts';
import { SizeClaim } from './size-claim.ts';
import { createTerminalStore, type Link, type TerminalState, type TerminalStore } from './terminal-state.ts';
import type { OpenWire } from './viewer-connection.ts';
import type { GivenUp } from './webgl.ts';
import { HISTORY_LINES, type ScreenLook, XtermScreen } from './xterm-screen.ts';

// A hand that paused this long is reading, not typing.
const TYPING_MS = 2_000;
// A dragged separator gives a size per frame; each would be a SIGWINCH and a redraw of the whole program.
const RESIZE_SETTLE_MS = 60;
// A smaller piece is no flood: an echo, a line, a clock. It is drawn at once, whoever types elsewhere.
const FLOOD_BYTES = 2048;
// A new terminal is spoken to at this size until its pane was measured.
const FIRST_SIZE = { cols: 80, rows: 24 };

/** What a terminal needs from the window around it. */
export interface TerminalSurroundings {
  readonly openWire: OpenWire;
  readonly client: () => EngineClient;
  /** Whether the engine can be asked now; without it a lost terminal waits instead of trying. */
  readonly engineOpen: () => boolean;
  readonly look: () => ScreenLook;
  /** Text was selected, and selecting is copying. */
  readonly onSelected: () => void;
  /** Whether several lines wait for the person's word where each would run. */
  readonly confirmPaste: () => boolean;
  /** What a person typed or pasted, for panes that are typed into together. */
  readonly onTyped: (session: SessionId, bytes: Uint8Array) => void;
  /** Words for missing bytes. */
  readonly describeGap: DescribeGap;
  readonly onClipboard: (session: SessionId, request: ClipboardRequest) => void;
  readonly onFocus: (session: SessionId) => void;
  /** The program rang; `unheard`: while the person was elsewhere. */
  readonly onBell: (session: SessionId, unheard: boolean) => void;
  readonly onProgress: (session: SessionId, progress: Progress | null) => void;
  /** A path was clicked that is to be opened. */
  readonly onPath: (session: SessionId, path: ClickedPath) => void;
  /** A paste that brought nothing: there may be a picture. */
  readonly onNothing: (terminal: TerminalController) => void;
  /** Where a file lies on the engine's machine; empty where this window cannot know. */
  readonly pathOf: (file: File) => string;
  /** A folder was dropped, which a browser cannot hand over. */
  readonly onFolder: () => void;
  /** WebGL lost a terminal's context again; it is drawn without WebGL from now on. */
  readonly onDrawingGivenUp: (why: GivenUp) => void;
  readonly onInputLost: () => void;
  readonly onGatewayError: (error: KimiError) => void;
}

/** One session's terminal in this window: its screen, its link to the gateway, and the rules between them. */
export class TerminalController {
  readonly store: TerminalStore = createTerminalStore(FIRST_SIZE);
  private readonly session: SessionId;
  private readonly around: TerminalSurroundings;
  private readonly hands: Hands;
  private readonly link: GatewayLink;
  private readonly size = new SizeClaim({
    room: () => this.screen.fit(),
    // An ended program has no terminal to resize.
    ask: (size) => this.store.getState().exit === null && this.link.send({ type: 'resize', ...size }),
  });
  private readonly pasting = new Pasting({
    store: this.store,
    confirm: () => this.around.confirmPaste(),
    bracketed: () => this.screen.terminal.modes.bracketedPasteMode,
    send: (bytes) => {
      this.input(bytes);
      this.around.onTyped(this.session, bytes);
      this.screen.terminal.scrollToBottom();
    },
  });
  private readonly carry = new Utf8Carry();
  private screen: XtermScreen;
  private swap: ScreenSwap<XtermScreen> | null = null;
  private container: HTMLElement | null = null;
  private observer: ResizeObserver | null = null;
  private visible = false;
  private neighbours = false;
  private lastKeyAt = Number.NEGATIVE_INFINITY;
  private resizeTimer: ReturnType<typeof setTimeout> | null = null;
  /** Offset just past the bytes that were handed to the screen. */
  private offset = 0;
  private terminalId: string | null = null;
  private orphaned = false;
  /** More lines exist above what the last snapshot brought. */
  private moreAbove = false;

  /** @param hands where somebody types in this window */
  constructor(session: SessionId, around: TerminalSurroundings, hands: Hands) {
    this.session = session;
    this.around = around;
    this.hands = hands;
    this.screen = this.newScreen(FIRST_SIZE);
    this.link = new GatewayLink({
      openWire: around.openWire,
      ticket: () => around.client().terminal.attach({ session, rights: 'write' }),
      engineOpen: around.engineOpen,
      drawnTo: (terminal) => (terminal === this.terminalId && this.store.getState().drawn ? this.offset : null),
      size: (led) => this.size.attach(led || document.hasFocus()),
      window: () =>
        creditWindow({
          visible: this.visible,
          typing: performance.now() - this.lastKeyAt < TYPING_MS,
          neighbours: this.neighbours,
          handsElsewhere: hands.elsewhere(session),
        }),
      ended: () => this.store.getState().exit !== null,
      orphaned: () => this.orphaned,
      onState: (link) => this.linkMoved(link),
      onWelcome: (hello) => {
        this.terminalId = hello.terminal;
        this.set({ exit: null });
      },
      onMessage: (message) => this.receive(message),
      onInputLost: around.onInputLost,
    });
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
  }

  /** Takes the terminal out of its element; screen and link live on. */
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
  }

  /** Theme, font or screen reader changed. */
  lookChanged(): void {
    this.screen.setLook(this.look());
    this.swap?.setLook(this.look());
    this.measured();
  }

  /** Makes this pane's font larger or smaller than the others'; 0: as large again. */
  zoom(by: 1 | -1 | 0): void {
    const { zoom } = this.store.getState();
    const { fontSize } = this.around.look();
    const next = by === 0 ? 0 : Math.min(FONT_SIZE.most, Math.max(FONT_SIZE.least, fontSize + zoom + by)) - fontSize;
    if (next === zoom) return;
    this.set({ zoom: next });
    this.lookChanged();
  }

  /** Goes to the shell's prompt above or below. */
  goToPrompt(by: -1 | 1): void {
    this.screen.prompts.go(by);
  }

  /** Attaches when it is on show and not attached; what was never looked at costs the gateway nothing. */
  attach(): void {
    if (this.onShow) this.link.attach();
  }

  /** Attaches now, whatever came of the last try. */
  again(): void {
    this.link.again();
  }

  /**
   * The session runs in a terminal of this id now; another one than before (after a restart) is attached anew. `orphaned`: its
   * holder was killed, so nothing more will come of it, also when its program lives on.
   */
  terminalIs(id: string | null, orphaned: boolean): void {
    this.orphaned = orphaned;
    if (id === this.terminalId) return;
    const known = this.terminalId !== null;
    this.terminalId = id;
    if (!known) return;
    this.link.drop();
    this.set({ exit: null });
    this.attach();
  }

  /** The caret into the terminal. */
  focus(): void {
    this.screen.terminal.focus();
  }

  /** The caret into the terminal, with everything that goes with working here. */
  focusAndClaim(): void {
    this.focus();
    this.claim();
  }

  /** Takes over size and answers, for a person who works here now. */
  claim(): void {
    if (this.link.send({ type: 'focus' })) this.size.take();
  }

  /** Pastes text; several lines wait for the person's word where the program would run them one by one. */
  paste(text: string): void {
    this.pasting.paste(text);
  }

  /** Pastes the paths of files, quoted for the session's shell: their own where they are known, else those of copies that go with it. */
  pasteFiles(files: readonly File[], folders = false): void {
    const own = ownPaths(files, this.around.pathOf);
    if (own === null && folders) {
      this.around.onFolder();
      return;
    }
    const client = this.around.client();
    const quoted =
      own === null
        ? sendFiles(client, this.session, files, (sending) => this.set({ sending }))
        : client.file.quote({ session: this.session, paths: [...own] }).then((answer) => answer.quoted);
    quoted.then(
      (paths) => this.paste(`${paths.join(' ')} `),
      (error: unknown) => this.around.onGatewayError(toKimiError(error)),
    );
  }

  /** What the person says to a paste that waits; the caret comes back. */
  answerPaste(answer: PasteAnswer): void {
    this.pasting.answer(answer);
    this.focus();
  }

  /** Input that was typed into another pane, for this one too. */
  typedElsewhere(bytes: Uint8Array): void {
    this.input(bytes);
  }

  /** Empties this view; the recording keeps everything. */
  clear(): void {
    this.moreAbove = false;
    this.screen.terminal.clear();
    followEnd(this.screen.terminal);
  }

  openFind(): void {
    this.set({ find: { ...this.store.getState().find, open: true } });
  }

  /** The find bar is there and has the caret. */
  findDrawn(): void {
    this.set({ find: { open: true, drawn: true } });
  }

  closeFind(): void {
    this.set({ find: { open: false, drawn: false } });
  }

  dispose(): void {
    if (this.resizeTimer !== null) clearTimeout(this.resizeTimer);
    this.observer?.disconnect();
    this.link.drop();
    this.screen.dispose();
  }

  private look(): ScreenLook {
    const look = this.around.look();
    return { ...look, fontSize: look.fontSize + this.store.getState().zoom };
  }

  private hasFocus(): boolean {
    return document.hasFocus() && this.screen.host.contains(document.activeElement);
  }

  private set(change: Partial<TerminalState>): void {
    this.store.setState(change);
  }

  private linkMoved(link: Link): void {
    if (link.kind !== 'attached') this.cancelSwap();
    this.set(link.kind === 'attached' ? { link } : { link, owner: false });
  }

  private apply(): void {
    if (this.onShow) {
      // Only in a place that has a size can xterm.js measure its font.
      this.screen.open();
      this.measured();
      this.link.attach();
    }
    this.screen.setVisible(this.onShow);
    this.link.grant();
  }

  private newScreen(size: { readonly cols: number; readonly rows: number }, scrollback?: number): XtermScreen {
    return new XtermScreen({
      ...size,
      ...(scrollback === undefined ? {} : { scrollback }),
      look: this.look(),
      mayAnswer: () => this.store.getState().owner,
      locate: async (paths, shellFolder) => {
        if (!this.around.engineOpen()) return [];
        const folder = shellFolder === null ? {} : { shellFolder };
        return (await this.around.client().file.locate({ session: this.session, ...folder, paths: [...paths] })).found;
      },
      listener: {
        onText: (text) => this.typed(utf8(text)),
        onBinary: (text) => this.typed(latin1(text)),
        onReport: (text) => this.input(utf8(text)),
        onPaste: (text) => this.paste(text),
        onFiles: (files, folders) => this.pasteFiles(files, folders),
        onNothing: () => this.around.onNothing(this),
        onClipboard: (request) => this.around.onClipboard(this.session, request),
        onLink: (hoveredLink) => this.set({ hoveredLink }),
        onPath: (path) => this.around.onPath(this.session, path),
        onSelected: () => this.around.onSelected(),
        onBell: () => this.around.onBell(this.session, !this.hasFocus()),
        onProgress: (progress) => this.around.onProgress(this.session, progress),
        onZoom: (by) => this.zoom(by),
        onDrawingGivenUp: (why) => this.around.onDrawingGivenUp(why),
        onTop: () => this.loadHistory(),
        onFocus: () => {
          this.around.onFocus(this.session);
          if (!this.store.getState().owner) this.claim();
        },
      },
    });
  }

  private typed(bytes: Uint8Array): void {
    this.lastKeyAt = performance.now();
    this.hands.typed(this.session);
    // Who types here works here, whichever window had the focus event last.
    const { owner, exit } = this.store.getState();
    if (!owner && exit === null) this.claim();
    this.input(bytes);
    this.around.onTyped(this.session, bytes);
  }

  private input(bytes: Uint8Array): void {
    if (this.store.getState().exit !== null) return;
    this.link.input(bytes);
  }

  private receive(message: GatewayMessage): void {
    if (this.swap?.takes(message) === true) return;
    const { terminal } = this.screen;
    switch (message.type) {
      case 'snapshot':
        this.drawSnapshot(message);
        return;
      case 'data':
        this.draw(message.bytes, message.offset);
        return;
      case 'gap':
        this.offset = message.to;
        this.carry.clear();
        // A skip is followed by a snapshot, which says it all.
        if (message.reason !== 'skipped') terminal.write(gapLine(this.around.describeGap, message));
        return;
      case 'resized':
        // In stream order: bytes before it were meant for the old size.
        terminal.write('', () => {
          terminal.resize(message.cols, message.rows);
          this.set({ size: { cols: message.cols, rows: message.rows } });
        });
        return;
      case 'exit':
        this.around.onProgress(this.session, null);
        terminal.write('', () => this.set({ exit: { code: message.code, signal: message.signal } }));
        return;
      case 'responder':
        this.set({ owner: message.you });
        if (message.you) this.screen.themeReports.tellAnew();
        else this.size.lose();
        return;
      case 'error': {
        const error = KimiError.from(parseJson(message.json));
        // A stream that broke off is told in the pane, which tries again by itself or says what became of the program or of the access.
        if (error.code !== 'HOLDER_UNREACHABLE' && error.code !== 'TICKET_REVOKED') this.around.onGatewayError(error);
        return;
      }
    }
  }

  private drawSnapshot(message: Extract<GatewayMessage, { type: 'snapshot' }>): void {
    this.cancelSwap();
    const { screen } = this;
    const { terminal } = screen;
    const reading = readingIn(terminal);
    this.offset = message.offset;
    this.carry.clear();
    terminal.write('', () => {
      screen.setLive(false);
      terminal.resize(message.cols, message.rows);
    });
    // Reset, old picture away and new picture there within one parse and one frame: nobody sees a blank.
    terminal.write('\u001bc\u001b[?2026h');
    terminal.write(message.data);
    terminal.write('\u001b[?2026l', () => {
      screen.setLive(true);
      screen.themeReports.tell();
      const { active } = terminal.buffer;
      this.moreAbove = active.type === 'normal' && active.baseY >= SNAPSHOT_LINES;
      if (reading !== null) {
        const expected = Math.max(0, active.baseY - reading.above);
        terminal.scrollToLine(findReading(reading, active, expected)?.line ?? expected);
      }
      this.set({ drawn: true, size: { cols: message.cols, rows: message.rows } });
    });
  }

  private draw(bytes: Uint8Array, offset: number): void {
    this.offset = offset + bytes.length;
    if (bytes.length >= FLOOD_BYTES && this.hands.elsewhere(this.session)) this.screen.holdFrames();
    this.screen.terminal.write(this.carry.push(bytes), this.link.arrived(bytes.length));
  }

  private measured(): void {
    const room = this.screen.fit();
    if (room === null) return;
    const { room: before, drawn } = this.store.getState();
    if (before?.cols !== room.cols || before.rows !== room.rows) this.set({ room });
    if (!drawn) this.screen.terminal.resize(room.cols, room.rows);
    this.screen.setRoom(room.rows);
    if (this.resizeTimer !== null) clearTimeout(this.resizeTimer);
    this.resizeTimer = setTimeout(() => {
      this.resizeTimer = null;
      this.size.changed();
    }, RESIZE_SETTLE_MS);
  }

  private loadHistory(): void {
    if (!this.moreAbove || this.swap !== null || !this.link.attached) return;
    this.moreAbove = false;
    this.swap = new ScreenSwap({
      openWire: this.around.openWire,
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
      draw: (bytes, offset) => this.draw(bytes, offset),
    });
  }

  private cancelSwap(): void {
    if (this.swap === null) return;
    this.swap.cancel();
    this.swap = null;
    this.set({ history: null });
  }

  private swapped(screen: XtermScreen, waiting: readonly GatewayMessage[]): void {
    const old = this.screen;
    const focused = old.host.contains(document.activeElement);
    const above = old.terminal.buffer.active.baseY - old.terminal.buffer.active.viewportY;
    this.swap = null;
    this.screen = screen;
    this.container?.append(screen.host);
    this.apply();
    screen.terminal.scrollToLine(Math.max(0, screen.terminal.buffer.active.baseY - above));
    old.dispose();
    if (focused) screen.terminal.focus();
    this.set({ history: null, screen: this.store.getState().screen + 1 });
    for (const message of waiting) this.receive(message);
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return new Error(json);
  }
}
