// What `import … from 'electron'` gives in the app's main process on the double: the members that hosts/electron uses, no more.
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions, ForkOptions, IpcMain, UtilityProcess as Utility, UtilityProcess } from 'electron';
import { AppDouble } from './app.ts';
import { BrowserLink } from './browser-link.ts';
import { GlobalProtocolDouble, SessionDouble } from './session.ts';
import {
  DialogDouble,
  ImageDouble,
  MenuDouble,
  MenuItemDouble,
  NativeThemeDouble,
  NotificationDouble,
  PowerMonitorDouble,
  ScreenDouble,
  ShellDouble,
  TrayDouble,
} from './system.ts';
import { BrowserWindowDouble, FrameDouble, type Stage, type WebContentsDouble } from './windows.ts';

const windows = new Map<number, BrowserWindowDouble>();

export const app: AppDouble = new AppDouble(process.argv[1] ?? '', () => [...windows.values()]);
const defaultSession = new SessionDouble();
export const session = { defaultSession };
export const protocol: GlobalProtocolDouble = new GlobalProtocolDouble(() => app.isReady());
export const link: BrowserLink = new BrowserLink(() => join(app.getPath('userData'), 'chromium'));

const stage: Stage = {
  link,
  session: defaultSession,
  all: windows,
  onCreated: (contents: WebContentsDouble) => void app.emit('web-contents-created', {}, contents),
  onClosed: () => app.windowClosed(),
};
let lastWindow = 0;

export class BrowserWindow extends BrowserWindowDouble {
  constructor(options: BrowserWindowConstructorOptions = {}) {
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    super(++lastWindow, options, stage);
    app.emit('browser-window-created', {}, this);
    for (const event of ['focus', 'blur']) this.on(event, () => app.emit(`browser-window-${event}`, {}, this));
  }

  static getAllWindows(): BrowserWindowDouble[] {
    return [...windows.values()];
  }

  static getFocusedWindow(): BrowserWindowDouble | null {
    return [...windows.values()].find((window) => window.isFocused()) ?? null;
  }

  static fromWebContents(contents: unknown): BrowserWindowDouble | null {
    return [...windows.values()].find(({ webContents }) => webContents === contents) ?? null;
  }

  static fromId(id: number): BrowserWindowDouble | null {
    return windows.get(id) ?? null;
  }
}

export const ipcMain: EventEmitter & Pick<IpcMain, 'on'> = new EventEmitter() as EventEmitter & Pick<IpcMain, 'on'>;

/** Named as Electron's is: `new` makes both ends. */
export class MessageChannelMain {
  readonly port1;
  readonly port2;
  constructor() {
    ({ port1: this.port1, port2: this.port2 } = link.ports.pair());
  }
}

class UtilityDouble extends EventEmitter implements Pick<Utility, 'kill' | 'postMessage'> {
  readonly id: number;
  constructor(id: number) {
    super();
    this.id = id;
  }
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    const { ids, after } = link.ports.handOver(transfer);
    link.say({ t: 'to-utility', utility: this.id, data: structuredClone(message), ports: ids });
    after();
  }
  kill(): boolean {
    link.say({ t: 'kill', utility: this.id });
    return true;
  }
}
const utilities = new Map<number, UtilityDouble>();
let lastUtility = 0;

export const utilityProcess = {
  fork(script: string, args: string[] = [], { env = process.env }: ForkOptions = {}): UtilityProcess {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready');
    const utility = new UtilityDouble(++lastUtility);
    utilities.set(utility.id, utility);
    link.say({ t: 'fork', utility: utility.id, script, args, env: env as NodeJS.ProcessEnv });
    return utility as unknown as UtilityProcess;
  },
};

link.answerBy({
  request: (_window, request) => defaultSession.protocol.answer(request),
  navigate: async (window, url, mainFrame) => windows.get(window)?.webContents.mayNavigate(url, mainFrame) ?? false,
});
link.on((event) => {
  switch (event.t) {
    case 'from-page': {
      const contents = windows.get(event.window)?.webContents;
      if (contents === undefined) return;
      ipcMain.emit(event.channel, { sender: contents, senderFrame: new FrameDouble(event.url, contents), ports: [] }, ...event.args);
      return;
    }
    case 'page-ready': {
      const window = windows.get(event.window);
      window?.webContents.ready(event.url);
      window?.readyToShow();
      return;
    }
    case 'crashed':
      windows.get(event.window)?.webContents.crashed();
      return;
    case 'gone':
      windows.get(event.window)?.gone();
      return;
    case 'window-open':
      windows.get(event.window)?.webContents.wantsWindow(event.url);
      return;
    case 'from-utility':
      utilities.get(event.utility)?.emit('message', event.data);
      return;
    case 'utility-exit':
      utilities.get(event.utility)?.emit('exit', event.code);
      utilities.delete(event.utility);
  }
});

export const shell: ShellDouble = new ShellDouble();
export const dialog: DialogDouble = new DialogDouble();
export const powerMonitor: PowerMonitorDouble = new PowerMonitorDouble();
export const screen: ScreenDouble = new ScreenDouble();
export const nativeTheme: NativeThemeDouble = new NativeThemeDouble();
export {
  ImageDouble as nativeImage,
  MenuDouble as Menu,
  MenuItemDouble as MenuItem,
  NotificationDouble as Notification,
  TrayDouble as Tray,
};
