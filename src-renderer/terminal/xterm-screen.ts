import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { type IDisposable, Terminal } from '@xterm/xterm';
import { guardEraseAbove } from '#shared/terminal/erase-above-guard.ts';
import { type ClipboardRequest, parseClipboardRequest } from './clipboard-request.ts';
import { characterWidth, columnsThatFit } from './columns.ts';
import { Frames } from './frames.ts';
import { Ligatures } from './ligatures.ts';
import { type ClickedPath, type PathLink, PathLinks } from './links/path-links.ts';
import { type Locate, PathLookup } from './links/path-lookup.ts';
import { type LinkTarget, openTarget } from './links/target.ts';
import { addressLinks, hyperlinks } from './links/web-links.ts';
import { terminalFont, terminalTheme } from './palette.ts';
import { guardPaste } from './paste-door.ts';
import { type Progress, parseProgress } from './progress.ts';
import { Prompts } from './prompts.ts';
import { guardQueries } from './query-guard.ts';
import { ReadingAnchor } from './reading-anchor.ts';
import { guardRectangles } from './rectangles.ts';
import { selectSmartly } from './smart-selection.ts';
import { ThemeReports } from './theme-reports.ts';
import { type GivenUp, type RendererChoice, WebglDrawing } from './webgl.ts';

/** How terminals look; the same for all of a window. */
export interface ScreenLook {
  readonly theme: Parameters<typeof terminalTheme>[0];
  readonly highContrast: boolean;
  /** The person's own families, best first; empty: ours. */
  readonly fontFamily: string;
  /** CSS pixels. */
  readonly fontSize: number;
  readonly lineHeight: number;
  /** Draws `=>` and the like as one sign where the font has one. */
  readonly ligatures: boolean;
  readonly renderer: RendererChoice;
  readonly cursorStyle: 'block' | 'bar' | 'underline';
  readonly cursorBlink: boolean;
  readonly copyOnSelect: boolean;
  /** Dragging with Alt selects a rectangle. */
  readonly rectangleSelection: boolean;
  /** What ends a word for a double click. */
  readonly wordSeparators: string;
  readonly screenReader: boolean;
  /** What a screen reader says of the terminal's input, and when it gives up reading output. */
  readonly words: { readonly promptLabel: string; readonly tooMuchOutput: string };
}

/** Programs that assume another theme stay readable (AA), and readable for those who asked for more (AAA). */
const LEAST_CONTRAST = { normal: 4.5, high: 7 };

/** The options of xterm.js that the look decides. */
function optionsOf(look: ScreenLook) {
  return {
    fontFamily: terminalFont(look.fontFamily),
    fontSize: look.fontSize,
    lineHeight: look.lineHeight,
    cursorStyle: look.cursorStyle,
    cursorBlink: look.cursorBlink,
    wordSeparator: look.wordSeparators,
    screenReaderMode: look.screenReader,
    minimumContrastRatio: LEAST_CONTRAST[look.highContrast ? 'high' : 'normal'],
  };
}

/** A link under the pointer: an address or a file that a program named, or a path that stands in the text. */
export type HoveredLink = LinkTarget | { readonly kind: 'path'; readonly path: PathLink };

/** What a screen tells its owner. */
export interface ScreenListener {
  /** What the person typed, as text for UTF-8. */
  onText(text: string): void;
  /** Mouse reports of the old kind: one byte for each character. */
  onBinary(text: string): void;
  /** What a program is told that nobody typed. */
  onReport(text: string): void;
  /** Text that was pasted or dropped, as it came. */
  onPaste(text: string): void;
  /** Files that were pasted or dropped, and whether a folder is among them. */
  onFiles(files: readonly File[], folders: boolean): void;
  /** A paste that brought nothing. */
  onNothing(): void;
  onClipboard(request: ClipboardRequest): void;
  /** What the link under the pointer leads to; null when it left. */
  onLink(link: HoveredLink | null): void;
  /** A path was clicked that is to be opened. */
  onPath(path: ClickedPath): void;
  /** Text was selected, and selecting is copying. */
  onSelected(): void;
  onBell(): void;
  /** How far the program is; null when it has done. */
  onProgress(progress: Progress | null): void;
  /** The wheel asks for a larger (1) or smaller (-1) font. */
  onZoom(by: 1 | -1): void;
  /** WebGL lost its context again, or garbles letters; the terminal is drawn without it from now on. */
  onDrawingGivenUp(why: GivenUp): void;
  /** The topmost kept line came into view. */
  onTop(): void;
  onFocus(): void;
}

// The system's own limit on paths.
const LONGEST_FOLDER = 4096;
/** Nothing that draws itself is readable below this. */
const LEAST_COLUMNS = 10;
const LEAST_ROWS = 2;
// Memory of a full buffer at 150 columns is about 2 KiB a line: 10,000 lines are 20 MiB for the terminal that is read most.
const LIVE_LINES = 10_000;
/** Lines kept when the whole recording is loaded on demand. */
export const HISTORY_LINES = 20_000;

/** One xterm.js terminal with everything it always has: fit, links, graphemes, and guards on paste, queries and clipboard. */
export class XtermScreen {
  readonly terminal: Terminal;
  /** The element to place; lives as long as the screen, wherever it is attached. */
  readonly host: HTMLElement;
  readonly prompts: Prompts;
  readonly themeReports: ThemeReports;
  private readonly anchor: ReadingAnchor;
  private readonly fitter = new FitAddon();
  private readonly drawing: WebglDrawing;
  private readonly owned: IDisposable[] = [];
  /** null until it is open: before that nothing draws it. */
  private frames: Frames | null = null;
  private words: ScreenLook['words'];
  private copyOnSelect: boolean;
  private rectangles: boolean;
  private readonly ligatures: Ligatures;
  private ligaturesWanted: boolean;
  private readonly listener: ScreenListener;
  private roomRows = Number.POSITIVE_INFINITY;
  /** False while old bytes are replayed: then nothing is answered, and no clipboard is touched. */
  private live = true;
  /** The folder that the shell said it is in, as it said it (OSC 7). */
  private shellFolder: string | null = null;

  constructor(options: {
    readonly cols: number;
    readonly rows: number;
    readonly scrollback?: number;
    readonly look: ScreenLook;
    readonly mayAnswer: () => boolean;
    /** Which paths exist, seen from this terminal. */
    readonly locate: Locate;
    readonly listener: ScreenListener;
  }) {
    const { listener, look } = options;
    this.listener = listener;
    this.words = look.words;
    this.copyOnSelect = look.copyOnSelect;
    this.rectangles = look.rectangleSelection;
    this.ligaturesWanted = look.ligatures;
    this.host = document.createElement('div');
    this.host.className = 'terminal-host';
    const links = {
      onHover: (link: LinkTarget | null) => listener.onLink(link),
      onActivate: (event: MouseEvent, link: LinkTarget) => this.follow(event, link),
    };
    this.terminal = new Terminal({
      allowProposedApi: true,
      cols: options.cols,
      rows: options.rows,
      scrollback: options.scrollback ?? LIVE_LINES,
      ...optionsOf(look),
      theme: terminalTheme(look.theme, look.highContrast),
      macOptionIsMeta: true,
      linkHandler: hyperlinks(() => this.terminal, links),
    });
    guardEraseAbove(this.terminal);
    this.ligatures = new Ligatures(this.terminal, this.host);
    this.prompts = new Prompts(this.terminal);
    this.anchor = new ReadingAnchor(this.terminal);
    this.drawing = new WebglDrawing(this.terminal, look.renderer, (why) => listener.onDrawingGivenUp(why));
    this.terminal.loadAddon(this.fitter);
    this.terminal.loadAddon(new UnicodeGraphemesAddon());
    this.terminal.loadAddon(addressLinks(links));
    const mayAnswer = () => this.live && options.mayAnswer();
    const guard = guardQueries(this.terminal.parser, mayAnswer);
    this.themeReports = new ThemeReports({
      parser: this.terminal.parser,
      mayAnswer,
      ground: () => this.terminal.options.theme?.background ?? '#000000',
      send: (report) => listener.onReport(report),
    });
    this.owned.push(
      guard,
      // Handlers registered later run first.
      this.themeReports,
      this.terminal.registerLinkProvider(
        new PathLinks({
          terminal: this.terminal,
          lookup: new PathLookup(options.locate),
          shellFolder: () => this.shellFolder,
          onHover: (path) => listener.onLink(path === null ? null : { kind: 'path', path }),
          onActivate: (event, path) => {
            if (opens(event)) listener.onPath(path);
          },
        }),
      ),
      this.terminal.parser.registerOscHandler(7, (data) => {
        this.shellFolder = data.length <= LONGEST_FOLDER ? data : null;
        return true;
      }),
      this.terminal.parser.registerOscHandler(52, (data) => {
        if (this.live) listener.onClipboard(parseClipboardRequest(data));
        return true;
      }),
      this.terminal.parser.registerOscHandler(9, (data) => {
        const progress = parseProgress(data);
        if (progress !== undefined && this.live) listener.onProgress(progress);
        return progress !== undefined;
      }),
      this.terminal.onBell(() => {
        if (this.live) listener.onBell();
      }),
      this.prompts,
      this.anchor,
      this.terminal.onWriteParsed(() => this.cut()),
      this.terminal.onResize(() => this.cut()),
      this.terminal.onData((text) => listener.onText(text)),
      this.terminal.onBinary((text) => listener.onBinary(text)),
      // While the mouse is dragged the selection changes all the time; what counts is what it is in the end.
      this.terminal.onSelectionChange(() => document.addEventListener('mouseup', this.selected, { once: true })),
      { dispose: () => document.removeEventListener('mouseup', this.selected) },
      this.terminal.onScroll((top) => {
        if (top === 0 && this.terminal.buffer.active.baseY > 0 && !this.anchor.waits) listener.onTop();
      }),
      {
        dispose: guardPaste(this.host, {
          paste: (text) => listener.onPaste(text),
          pasteFiles: (files, folders) => listener.onFiles(files, folders),
          pasteNothing: () => listener.onNothing(),
        }),
      },
    );
    this.host.addEventListener('focusin', () => listener.onFocus());
    for (const type of ['wheel', 'keydown', 'pointerdown']) this.host.addEventListener(type, () => this.anchor.leave(), { capture: true });
    guardRectangles(this.host, this.terminal, () => this.rectangles);
    this.host.addEventListener('dblclick', (event) => {
      const screen = this.host.querySelector('.xterm-screen');
      if (screen !== null && selectSmartly(this.terminal, screen, event)) this.selected();
    });
    // xterm.js reports its own scrolling only when lines move; the wheel at the very top moves none.
    this.host.addEventListener('wheel', (event) => this.wheel(event, listener), { capture: true });
  }

  /** Draws into the host, which must be in the document by now. */
  open(): void {
    if (this.frames !== null) return;
    this.terminal.open(this.host);
    this.frames = new Frames(this.terminal);
    this.ligatures.want(this.ligaturesWanted);
    this.speak();
  }

  /** The size in cells that fills the host; null while it has none. */
  fit(): { readonly cols: number; readonly rows: number } | null {
    if (this.frames === null || this.host.clientWidth === 0) return null;
    const proposed = this.fitter.proposeDimensions();
    const drawn = this.host.querySelector<HTMLElement>('.xterm-screen')?.offsetWidth ?? 0;
    if (proposed === undefined || drawn === 0 || !Number.isFinite(proposed.rows)) return null;
    const { fontFamily = '', fontSize = 0 } = this.terminal.options;
    const font = characterWidth(fontFamily, fontSize);
    const cols = columnsThatFit(this.host.clientWidth, font, drawn, this.terminal.cols);
    // A pane that was squeezed shut for a moment is no size to draw for: programs would lay out everything anew, a letter a line.
    return cols < LEAST_COLUMNS || proposed.rows < LEAST_ROWS ? null : { cols, rows: proposed.rows };
  }

  /** Rows that its place has room for; a terminal with more shows its lower end once something is written there. */
  setRoom(rows: number): void {
    this.roomRows = rows;
    this.cut();
  }

  setLook(look: ScreenLook): void {
    // xterm.js compares each with what it has and draws anew only for what is different.
    this.terminal.options = { ...optionsOf(look), theme: terminalTheme(look.theme, look.highContrast) };
    this.themeReports.tell();
    this.copyOnSelect = look.copyOnSelect;
    this.rectangles = look.rectangleSelection;
    this.ligaturesWanted = look.ligatures;
    if (this.frames !== null) this.ligatures.want(look.ligatures);
    this.drawing.choose(look.renderer);
    this.words = look.words;
    this.speak();
  }

  setVisible(visible: boolean): void {
    if (this.frames !== null) this.drawing.want(visible);
  }

  /** Draws nothing for a moment, and then all that came: this terminal floods, and somebody types beside it. */
  holdFrames(): void {
    this.frames?.hold();
  }

  /** Marks what is parsed from here on as old (`false`) or live bytes. */
  setLive(live: boolean): void {
    this.live = live;
  }

  /** Writes; resolves when it was parsed. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.terminal.write(data, resolve));
  }

  dispose(): void {
    this.drawing.dispose();
    this.frames?.dispose();
    this.owned.forEach((owned) => void owned.dispose());
    this.terminal.dispose();
    this.host.remove();
  }

  private speak(): void {
    // xterm.js labels a terminal's input when it is opened, in what is English unless told otherwise.
    this.terminal.textarea?.setAttribute('aria-label', this.words.promptLabel);
    Terminal.strings.tooMuchOutput = this.words.tooMuchOutput;
  }

  private readonly selected = (): void => {
    if (this.copyOnSelect && this.terminal.hasSelection()) this.listener.onSelected();
  };

  private cut(): void {
    const { rows, buffer } = this.terminal;
    let below = false;
    for (let row = this.roomRows; row < rows && !below; row += 1) {
      below = (buffer.active.getLine(buffer.active.baseY + row)?.translateToString(true) ?? '') !== '';
    }
    this.host.toggleAttribute('data-cut', below);
  }

  private follow(event: MouseEvent, link: LinkTarget): void {
    if (!opens(event)) return;
    if (link.kind === 'web') openTarget(link);
    if (link.kind === 'file') {
      const line = /#L?(\d{1,7})/.exec(link.uri)?.[1];
      this.listener.onPath({ printed: link.uri, shellFolder: null, ...(line === undefined ? {} : { line: Number(line) }) });
    }
  }

  private wheel(event: WheelEvent, listener: ScreenListener): void {
    if (event.ctrlKey && !event.shiftKey && event.deltaY !== 0) {
      // The browser would make the whole page larger.
      event.preventDefault();
      event.stopPropagation();
      listener.onZoom(event.deltaY < 0 ? 1 : -1);
      return;
    }
    const { active } = this.terminal.buffer;
    if (event.deltaY < 0 && active.type === 'normal' && active.viewportY === 0 && active.baseY > 0) listener.onTop();
  }
}

// A plain click belongs to selecting and to the program.
function opens(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey;
}
