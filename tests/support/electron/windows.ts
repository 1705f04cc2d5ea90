import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents, WebFrameMain } from 'electron';
import type { BrowserLink } from './browser-link.ts';
import type { SessionDouble } from './session.ts';

/** Everything that windows stand on. */
export interface Stage {
  readonly link: BrowserLink;
  readonly session: SessionDouble;
  readonly all: Map<number, BrowserWindowDouble>;
  readonly onCreated: (contents: WebContentsDouble) => void;
  readonly onClosed: () => void;
}

/** A frame, as far as it is looked at: the top one of a page. */
export class FrameDouble implements Pick<WebFrameMain, 'parent' | 'postMessage' | 'url'> {
  readonly parent = null;
  readonly url: string;
  readonly #contents: WebContentsDouble;

  constructor(url: string, contents: WebContentsDouble) {
    this.url = url;
    this.#contents = contents;
  }

  postMessage(channel: string, message: unknown, transfer?: readonly unknown[]): void {
    this.#contents.postMessage(channel, message, transfer);
  }
}

type ContentsMembers = Pick<
  WebContents,
  | 'close'
  | 'getURL'
  | 'isDestroyed'
  | 'postMessage'
  | 'reload'
  | 'send'
  | 'setWindowOpenHandler'
  | 'id'
  | 'openDevTools'
  | 'isDevToolsOpened'
>;

/** `window.webContents`, backed by a page of Chromium. */
export class WebContentsDouble extends EventEmitter implements Omit<ContentsMembers, 'postMessage'> {
  readonly id: number;
  readonly #window: BrowserWindowDouble;
  readonly #stage: Stage;
  #url = '';
  #openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  readonly devTools: boolean;
  #devToolsOpen = false;

  constructor(id: number, window: BrowserWindowDouble, stage: Stage, devTools: boolean) {
    super();
    this.id = id;
    this.#window = window;
    this.#stage = stage;
    this.devTools = devTools;
  }

  get mainFrame(): FrameDouble {
    return new FrameDouble(this.#url, this);
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#window.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.#stage.link.say({ t: 'to-page', window: this.id, channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    const { link } = this.#stage;
    const { ids, after } = link.ports.handOver(transfer);
    link.say({ t: 'to-page', window: this.id, channel, args: [message], ports: ids });
    after();
  }

  reload(): void {
    this.#window.later(() => this.#stage.link.call('reload', this.id));
  }

  close(): void {
    this.#window.close();
  }

  openDevTools(): void {
    this.#devToolsOpen = this.devTools;
  }

  isDevToolsOpened(): boolean {
    return this.#devToolsOpen;
  }

  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.#openHandler = handler;
  }

  /** The part of a person who drops files on the page, CSS pixels; Electron has no such member. */
  drop(x: number, y: number, paths: readonly string[]): Promise<unknown> {
    return this.#stage.link.call('drop', this.id, x, y, paths);
  }

  /** The page has read its document. */
  ready(url: string): void {
    this.#url = url;
    this.emit('dom-ready');
    this.emit('did-finish-load');
  }

  crashed(): void {
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }

  wantsWindow(url: string): void {
    this.#openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: this.#url, policy: 'no-referrer' },
    });
  }

  /** Whether the app lets a frame go somewhere. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    let prevented = false;
    const event = { url, isMainFrame, isSameDocument: false, frame: this.mainFrame, preventDefault: () => (prevented = true) };
    if (isMainFrame) this.emit('will-navigate', event, url);
    this.emit('will-frame-navigate', event);
    return !prevented;
  }
}

type WindowMembers = Pick<
  BrowserWindow,
  | 'close'
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getBounds'
  | 'getNormalBounds'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setBounds'
  | 'setFullScreen'
  | 'setProgressBar'
  | 'setTitle'
  | 'show'
  | 'showInactive'
>;

/** `BrowserWindow`, backed by a page of Chromium. */
export class BrowserWindowDouble extends EventEmitter implements WindowMembers {
  readonly id: number;
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: WebContentsDouble;
  /** The page's name in Chromium's tools. */
  readonly target: Promise<string>;
  progress = -1;
  flashes = false;
  title = '';
  readonly #stage: Stage;
  #bounds: Rectangle;
  #visible: boolean;
  #focused = false;
  #state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal';
  #destroyed = false;
  #last: Promise<unknown>;
  #shownOnce = false;

  constructor(id: number, options: BrowserWindowConstructorOptions, stage: Stage) {
    super();
    this.id = id;
    this.options = options;
    this.#stage = stage;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show ?? true;
    const { preload, devTools = true } = options.webPreferences ?? {};
    stage.all.set(id, this);
    const spec = {
      width: this.#bounds.width,
      height: this.#bounds.height,
      preload: preload === undefined ? null : readFileSync(preload, 'utf8'),
      permissions: stage.session.granted('app://kimi-shell'),
    };
    this.target = stage.link.call('open', id, spec).then(({ target }) => target);
    this.#last = this.target;
    this.webContents = new WebContentsDouble(id, this, stage, devTools);
    stage.onCreated(this.webContents);
  }

  /** Does what is asked of the page in the order in which it was asked. */
  queue<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => null);
    return done;
  }

  /** The same where nobody waits for it: a window that is gone by then has nothing to do. */
  later(act: () => Promise<unknown>): void {
    this.queue(act).catch((error: unknown) => {
      if (!this.#destroyed) process.stderr.write(`electron double: window ${this.id}: ${String(error)}\n`);
    });
  }

  async loadURL(url: string): Promise<void> {
    await this.queue(() => this.#stage.link.call('load', this.id, url));
  }

  /** The page has something to show. */
  readyToShow(): void {
    if (this.#shownOnce) return;
    this.#shownOnce = true;
    this.emit('ready-to-show');
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.blur();
    this.emit('hide');
  }

  focus(): void {
    if (this.#focused || !this.#visible) return;
    for (const other of this.#stage.all.values()) if (other !== this) other.blur();
    this.#focused = true;
    this.later(() => this.#stage.link.call('activate', this.id));
    this.emit('focus');
  }

  blur(): void {
    if (!this.#focused) return;
    this.#focused = false;
    this.emit('blur');
  }

  close(): void {
    if (this.#destroyed) return;
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.later(() => this.#stage.link.call('destroy', this.id));
    this.gone();
  }

  /** Its page is gone. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#stage.all.delete(this.id);
    this.emit('closed');
    this.webContents.emit('destroyed');
    this.#stage.onClosed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isVisible(): boolean {
    return this.#visible && this.#state !== 'minimized';
  }
  isFocused(): boolean {
    return this.#focused;
  }
  isMinimized(): boolean {
    return this.#state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  minimize(): void {
    this.#state = 'minimized';
    this.blur();
    this.emit('minimize');
  }

  maximize(): void {
    this.#state = 'maximized';
    this.emit('maximize');
  }

  restore(): void {
    this.#state = 'normal';
    this.emit('restore');
  }

  setFullScreen(on: boolean): void {
    this.#state = on ? 'fullscreen' : 'normal';
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    if (width !== before.width || height !== before.height) {
      this.later(() => this.#stage.link.call('resize', this.id, width, height));
      this.emit('resize');
      this.emit('resized');
    }
    if (x !== before.x || y !== before.y) {
      this.emit('move');
      this.emit('moved');
    }
  }

  setProgressBar(progress: number): void {
    this.progress = progress;
  }

  flashFrame(on: boolean): void {
    this.flashes = on;
  }

  setTitle(title: string): void {
    this.title = title;
  }
}
