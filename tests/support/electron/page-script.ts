/** Name of the isolated world that preloads run in. */
export const WORLD = 'electron-preload';
/** What the isolated world tells browser.ts by. */
export const SAY = '__electronSay';
/** What browser.ts tells the isolated world by. */
export const HEAR = '__electronHear';

/** Said on a channel by an end that closes. */
const CLOSED = 'electron-double:closed';

/**
 * For the page's own world, before any script of the page: the page's side of the context bridge, and the `close` event of ports, which
 * Electron has and the web has not.
 */
export const BRIDGE_SCRIPT = `(${bridge.toString()})(${JSON.stringify(CLOSED)})`;

function bridge(closed: string): void {
  const hearClose = (port: MessagePort): void =>
    // Before any listener of the page's: to them the last word is an event and no message.
    port.addEventListener('message', (event) => {
      if (event.data !== closed) return;
      event.stopImmediatePropagation();
      close.call(port);
      port.dispatchEvent(new Event('close'));
    });
  const { close } = MessagePort.prototype;
  MessagePort.prototype.close = function (this: MessagePort): void {
    this.postMessage(closed);
    close.call(this);
  };
  window.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      hearClose(this.port1);
      hearClose(this.port2);
    }
  };
  window.addEventListener('message', ({ ports }) => ports.forEach(hearClose), { capture: true });
  // Electron gives the page null for a window that is denied, and makes none. Chromium makes one, which is closed at once; with an opener
  // it would be in the page's own process, and where a debugger has it wait as it closes the page would wait with it for ever.
  const { open } = window;
  window.open = (url, target = '_blank', ...rest) =>
    ['_self', '_parent', '_top'].includes(target) ? open.call(window, url, target, ...rest) : open.call(window, url, target, 'noopener');
  document.addEventListener('electron-double:expose', (event) => {
    const { key, names } = JSON.parse((event as CustomEvent<string>).detail) as { key: string; names: string[] };
    // Files cross to the other world in an input of the document that both see, and what comes back in its attribute.
    const call =
      (name: string) =>
      (...args: unknown[]): unknown => {
        const carrier = document.createElement('input');
        carrier.type = 'file';
        const files = new DataTransfer();
        const sent = args.map((arg) => (arg instanceof File ? { file: files.items.add(arg) && files.files.length - 1 } : { value: arg }));
        carrier.files = files.files;
        carrier.hidden = true;
        document.documentElement.append(carrier);
        const detail = JSON.stringify({ key, name, args: sent });
        carrier.dispatchEvent(new CustomEvent('electron-double:call', { bubbles: true, detail }));
        carrier.remove();
        return carrier.dataset.answer === undefined ? undefined : JSON.parse(carrier.dataset.answer);
      };
    Object.defineProperty(window, key, { value: Object.freeze(Object.fromEntries(names.map((name) => [name, call(name)]))) });
  });
}

/** For the isolated world: `electron` as a preload knows it, and the preload. */
export function preloadScript(source: string): string {
  return `if (location.protocol !== 'about:') (${isolated.toString()})(${JSON.stringify(SAY)}, ${JSON.stringify(HEAR)}, ${JSON.stringify(CLOSED)}, (require, module, exports, process) => {${source}\n})`;
}

type Message =
  | { t: 'port'; port: string; data: Coded; ports: string[] }
  | { t: 'close'; port: string }
  | { t: 'ipc'; channel: string; args: unknown[]; ports: string[] }
  | { t: 'dropped'; paths: string[] };
/** Bytes as base64, everything else as it is. */
export type Coded = { b: string } | { v: unknown };

function isolated(sayName: string, hearName: string, closed: string, preload: (...args: unknown[]) => void): void {
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const say = (message: object): void => world[sayName]?.(JSON.stringify(message));
  const ports = new Map<string, MessagePort>();
  let last = 0;
  const name = (): string => `page-${performance.timeOrigin}-${Math.random()}-${++last}`;
  const encode = (data: unknown): Coded =>
    data instanceof Uint8Array ? { b: (data as Uint8Array & { toBase64(): string }).toBase64() } : { v: data };
  const decode = (data: Coded): unknown =>
    'b' in data ? (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64(data.b) : data.v;

  /** Everything that the page says to `port` goes out under its name. */
  const adopt = (id: string, port: MessagePort): void => {
    ports.set(id, port);
    port.onmessage = ({ data, ports: along }) => {
      if (data !== closed) say({ t: 'port', port: id, data: encode(data), ports: along.map(give) });
      else if (ports.delete(id)) say({ t: 'close', port: id });
    };
  };
  /** A port of the page leaves it: what stays is our end of a channel. */
  const give = (port: MessagePort): string => {
    const [near, far] = [name(), name()];
    say({ t: 'pair', ends: [near, far] });
    adopt(near, port);
    return far;
  };
  /** A port comes to the page. */
  const receive = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    adopt(id, port1);
    return port2;
  };

  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  /** Where what was dropped on the page lies, by its name. */
  const dropped = new Map<string, string>();
  world[hearName] = (text) => {
    for (const message of JSON.parse(text) as Message[]) {
      switch (message.t) {
        case 'port':
          ports.get(message.port)?.postMessage(decode(message.data), message.ports.map(receive));
          break;
        case 'close':
          ports.get(message.port)?.postMessage(closed);
          ports.get(message.port)?.close();
          ports.delete(message.port);
          break;
        case 'dropped':
          for (const path of message.paths) dropped.set(path.slice(path.lastIndexOf('/') + 1), path);
          break;
        case 'ipc': {
          const event = { ports: message.ports.map(receive) };
          for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
        }
      }
    }
  };
  const electron = {
    ipcRenderer: {
      on: (channel: string, listener: (event: object, ...args: unknown[]) => void) =>
        void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      send: (channel: string, ...args: unknown[]) => say({ t: 'ipc', channel, args }),
    },
    webUtils: { getPathForFile: (file: File) => dropped.get(file.name) ?? '' },
    contextBridge: {
      exposeInMainWorld: (key: string, api: Record<string, (...args: unknown[]) => unknown>) => {
        document.addEventListener('electron-double:call', (event) => {
          const carrier = event.target as HTMLInputElement;
          const call = JSON.parse((event as CustomEvent<string>).detail) as {
            key: string;
            name: string;
            args: ({ readonly file: number } | { readonly value?: unknown })[];
          };
          if (call.key !== key) return;
          const args = call.args.map((arg) => ('file' in arg ? carrier.files?.[arg.file] : arg.value));
          const answer = api[call.name]?.(...args);
          if (answer !== undefined) carrier.dataset.answer = JSON.stringify(answer);
        });
        document.dispatchEvent(new CustomEvent('electron-double:expose', { detail: JSON.stringify({ key, names: Object.keys(api) }) }));
      },
    },
  };
  const module = { exports: {} };
  preload(
    (wanted: string) => {
      if (wanted !== 'electron') throw new Error(`a sandboxed preload cannot require ${wanted}`);
      return electron;
    },
    module,
    module.exports,
    { sandboxed: true, type: 'renderer', contextIsolated: true },
  );
}
