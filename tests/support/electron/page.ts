import type { Cdp } from './cdp.ts';
import { BRIDGE_SCRIPT, type Coded, HEAR, preloadScript, SAY, WORLD } from './page-script.ts';
import type { Place, Switchboard } from './switchboard.ts';
import type { Targets } from './targets.ts';
import { type PageRequest, type PageResponse, type PortTraffic, toAppUrl, toBrowserUrl, type WindowSpec } from './wire.ts';

/** What a page tells the app. */
export interface PageEvents {
  ipc(channel: string, args: readonly unknown[], url: string, top: boolean): void;
  ready(url: string, title: string): void;
  crashed(): void;
  opens(url: string): void;
  request(request: PageRequest): Promise<PageResponse>;
  mayNavigate(url: string, mainFrame: boolean): Promise<boolean>;
}

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> };
}

/** A page of Chromium that stands for a BrowserWindow's. */
export class BrowserPage {
  readonly target: string;
  readonly #cdp: Cdp;
  readonly #session: string;
  readonly #events: PageEvents;
  readonly #switchboard: Switchboard;
  #document: DocumentPlace | null = null;
  #expected: string | null = null;
  #url = 'about:blank';

  private constructor(cdp: Cdp, target: string, session: string, switchboard: Switchboard, events: PageEvents) {
    this.#cdp = cdp;
    this.target = target;
    this.#session = session;
    this.#switchboard = switchboard;
    this.#events = events;
  }

  static async open(cdp: Cdp, switchboard: Switchboard, spec: WindowSpec, events: PageEvents, targets: Targets): Promise<BrowserPage> {
    const { width, height } = spec;
    const { targetId } = await cdp.call('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    targets.made(targetId);
    const page = new BrowserPage(cdp, targetId, await targets.sessionOf(targetId), switchboard, events);
    await page.#prepare(spec);
    return page;
  }

  async load(url: string): Promise<void> {
    this.#expected = toBrowserUrl(url);
    const { errorText } = await this.#call('Page.navigate', { url: this.#expected });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
  }

  async reload(): Promise<void> {
    this.#expected = this.#url;
    await this.#call('Page.reload', { ignoreCache: true });
  }

  resize(width: number, height: number): Promise<unknown> {
    return this.#call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  activate(): Promise<unknown> {
    return this.#call('Page.bringToFront');
  }

  /** A person drags files here and lets them go. */
  async drop(x: number, y: number, paths: readonly string[]): Promise<void> {
    // Chromium tells its pages a file's name only; what Electron adds to it is told beside.
    this.#document?.push({ t: 'dropped', paths });
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) await this.#call('Input.dispatchDragEvent', { type, x, y, data });
  }

  async close(): Promise<void> {
    await this.#cdp.call('Target.closeTarget', { targetId: this.target });
  }

  /** A message of the main process to the page's preload. */
  tell(channel: string, args: readonly unknown[], ports: readonly string[]): void {
    const document = this.#document;
    if (document === null) return;
    const { after } = this.#switchboard.move(ports, document);
    document.push({ t: 'ipc', channel, args, ports });
    after();
  }

  crashed(): void {
    this.#leaveDocument();
    this.#events.crashed();
  }

  gone(): void {
    this.#leaveDocument();
  }

  #call(method: string, params: object = {}) {
    return this.#cdp.call(method, params, this.#session);
  }

  async #prepare({ width, height, preload, permissions }: WindowSpec): Promise<void> {
    const on = (event: string, listener: Parameters<Cdp['on']>[2]) => this.#cdp.on(this.#session, event, listener);
    on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD && context.auxData.frameId === this.target) this.#enter(context.id);
    });
    on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (this.#document?.context === executionContextId) this.#leaveDocument();
    });
    on('Runtime.executionContextsCleared', () => this.#leaveDocument());
    on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === SAY && this.#document?.context === executionContextId) this.#heard(JSON.parse(payload));
    });
    on('Fetch.requestPaused', (paused: Paused) => {
      this.#answer(paused).catch((error: unknown) => {
        // The page that asked is gone, as after a reload in the middle of its start.
        if (!/Invalid InterceptionId|not found|detached|closed/i.test(String(error))) throw error;
      });
    });
    on('Page.windowOpen', ({ url }) => this.#events.opens(toAppUrl(url)));
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#url = frame.url;
    });
    on('Page.domContentEventFired', () => {
      if (this.#url !== 'about:blank') this.#events.ready(toAppUrl(this.#url), '');
    });
    await Promise.all([
      this.#call('Runtime.enable'),
      this.#call('Page.enable'),
      this.#call('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#call('Runtime.addBinding', { name: SAY, executionContextName: WORLD }),
      this.#call('Page.addScriptToEvaluateOnNewDocument', { source: BRIDGE_SCRIPT }),
      this.resize(width, height),
    ]);
    if (preload !== null) {
      await this.#call('Page.addScriptToEvaluateOnNewDocument', { source: preloadScript(preload), worldName: WORLD });
    }
    await this.#cdp.call('Browser.grantPermissions', { permissions: permissions.flatMap((name) => CHROMIUM_PERMISSIONS[name] ?? []) });
  }

  #enter(context: number): void {
    this.#leaveDocument();
    this.#document = new DocumentPlace(context, (messages) =>
      this.#call('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { globalThis.${HEAR}?.(text); }`,
        arguments: [{ value: JSON.stringify(messages) }],
        executionContextId: context,
      }),
    );
  }

  #leaveDocument(): void {
    const document = this.#document;
    this.#document = null;
    if (document !== null) this.#switchboard.lost(document);
  }

  #heard(message: { t: string; data?: Coded; channel?: string; args?: unknown[] }): void {
    const document = this.#document;
    if (document === null) return;
    if (message.t === 'ipc') this.#events.ipc(message.channel ?? '', message.args ?? [], toAppUrl(this.#url), true);
    else this.#switchboard.heard(document, { ...message, data: message.data && decode(message.data) } as unknown as PortTraffic);
  }

  async #answer({ requestId, frameId, resourceType, request }: Paused): Promise<void> {
    const { url, method, headers } = request;
    const mainFrame = frameId === this.target;
    if (resourceType === 'Document') {
      const expected = mainFrame && url === this.#expected;
      if (mainFrame) this.#expected = null;
      if (!expected && !(await this.#events.mayNavigate(toAppUrl(url), mainFrame))) {
        await this.#call('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
    }
    if (toAppUrl(url) === url) {
      await this.#call('Fetch.continueRequest', { requestId });
      return;
    }
    const { status, headers: answered, body } = await this.#events.request({ url: toAppUrl(url), method, headers });
    await this.#call('Fetch.fulfillRequest', {
      requestId,
      responseCode: status,
      responseHeaders: answered.map(([name, value]) => ({ name, value })),
      body: Buffer.from(body).toString('base64'),
    });
  }
}

/** Electron's names of permissions, as Chromium's tools call them. */
const CHROMIUM_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  notifications: ['notifications'],
  geolocation: ['geolocation'],
  media: ['audioCapture', 'videoCapture'],
  midi: ['midi'],
};

/** One document of a page: what is told to it goes in the order in which it was told, and ends with it. */
class DocumentPlace implements Place {
  readonly context: number;
  readonly #send: (messages: readonly object[]) => Promise<unknown>;
  #waiting: object[] = [];

  constructor(context: number, send: (messages: readonly object[]) => Promise<unknown>) {
    this.context = context;
    this.#send = send;
  }

  send(traffic: PortTraffic): void {
    this.push(traffic.t === 'port' ? { ...traffic, data: encode(traffic.data) } : traffic);
  }

  push(message: object): void {
    this.#waiting.push(message);
    if (this.#waiting.length > 1) return;
    // What comes in one turn goes in one call.
    setImmediate(() => {
      const messages = this.#waiting;
      this.#waiting = [];
      this.#send(messages).catch((error: unknown) => {
        if (!/context|closed|crashed|not found/i.test(String(error))) throw error;
      });
    });
  }
}

function encode(data: unknown): Coded {
  return data instanceof Uint8Array ? { b: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') } : { v: data };
}

function decode(data: Coded): unknown {
  if (!('b' in data)) return data.v;
  // Bytes of their own, as Electron hands them over: what looks into a pool would be sent on with all of it.
  return new Uint8Array(Buffer.from(data.b, 'base64'));
}
