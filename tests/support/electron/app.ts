import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

/** What the app asked of the system, for a test to look at. */
export interface AppRecord {
  badge: number;
  loginItem: { openAtLogin: boolean; args: readonly string[] };
  readonly protocols: { scheme: string; path: string | undefined; args: readonly string[] | undefined }[];
  sandboxed: boolean;
}

type Members = Pick<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady'
>;

/** Windows as `quit` closes them. */
interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

/** `app`: the life of a process as Electron runs it. */
export class AppDouble extends EventEmitter implements Members {
  readonly isPackaged = process.env.ELECTRON_DOUBLE_PACKAGED === '1';
  readonly record: AppRecord = { badge: 0, loginItem: { openAtLogin: false, args: [] }, protocols: [], sandboxed: false };
  readonly #paths = new Map<string, string>([
    ['home', homedir()],
    ['temp', tmpdir()],
    ['exe', process.execPath],
    ['appData', join(homedir(), '.config')],
    ['userData', join(homedir(), '.config', 'electron-double')],
    ['downloads', join(homedir(), 'Downloads')],
  ]);
  readonly #windows: () => readonly Closable[];
  readonly #appPath: string;
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #name = 'electron-double';
  #lock: string | null = null;
  #quitting = false;

  constructor(appPath: string, windows: () => readonly Closable[]) {
    super();
    this.#appPath = appPath;
    this.#windows = windows;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.quit());
    process.on('exit', () => this.releaseSingleInstanceLock());
  }

  /** The main file has run: Electron is ready after it, never before. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  /** A window has closed. */
  windowClosed(): void {
    if (this.#windows().length > 0) return;
    if (this.#quitting) this.#willQuit();
    else if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  quit(): void {
    if (!this.#said('before-quit')) return;
    this.#quitting = true;
    const windows = this.#windows();
    if (windows.length === 0) this.#willQuit();
    for (const window of windows) window.close();
    // One that would not close keeps the app.
    if (this.#windows().some((window) => !window.isDestroyed())) this.#quitting = false;
  }

  exit(code = 0): void {
    process.exit(code);
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.record.sandboxed = true;
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getLocale(): string {
    return process.env.ELECTRON_DOUBLE_LOCALE ?? 'en-GB';
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return (JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8')) as { version: string }).version;
  }

  focus(): void {
    this.emit('focus-asked');
  }

  setAppUserModelId(): void {
    // Windows only.
  }

  setAsDefaultProtocolClient(scheme: string, path?: string, args?: string[]): boolean {
    this.record.protocols.push({ scheme, path, args });
    return true;
  }

  setBadgeCount(count = 0): boolean {
    this.record.badge = count;
    return true;
  }

  setLoginItemSettings({ openAtLogin = false, args = [] }: Parameters<App['setLoginItemSettings']>[0]): void {
    this.record.loginItem = { openAtLogin, args };
  }

  getLoginItemSettings(): ReturnType<App['getLoginItemSettings']> {
    const { openAtLogin } = this.record.loginItem;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
      status: openAtLogin ? 'enabled' : 'not-registered',
    };
  }

  /** One holder at a time, by a folder beside the user's data; what a second instance brings is put into it. */
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const folder = join(this.getPath('userData'), 'single-instance');
    for (;;) {
      try {
        mkdirSync(this.getPath('userData'), { recursive: true });
        mkdirSync(folder);
        writeFileSync(join(folder, 'pid'), String(process.pid));
        this.#lock = folder;
        this.#watchSecondInstances(folder);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (lives(folder)) {
        const said = JSON.stringify({ argv: process.argv, cwd: process.cwd(), additionalData });
        writeFileSync(join(folder, `${process.pid}.json`), said);
        return false;
      }
      rmSync(folder, { recursive: true, force: true });
    }
  }

  releaseSingleInstanceLock(): void {
    if (this.#lock !== null) rmSync(this.#lock, { recursive: true, force: true });
    this.#lock = null;
  }

  #watchSecondInstances(folder: string): void {
    const seen = new Set<string>();
    watch(folder, { persistent: false }, () => {
      if (this.#lock === null) return;
      for (const name of readdirSync(folder)) {
        if (!name.endsWith('.json') || seen.has(name)) continue;
        let said: { argv: string[]; cwd: string; additionalData: unknown };
        try {
          said = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        } catch (error) {
          // Written at this moment; the watch tells of its end.
          if (error instanceof SyntaxError) continue;
          throw error;
        }
        seen.add(name);
        this.emit('second-instance', { preventDefault: () => undefined }, said.argv, said.cwd, said.additionalData);
      }
    });
  }

  #said(event: string): boolean {
    let prevented = false;
    this.emit(event, { preventDefault: () => (prevented = true) });
    return !prevented;
  }

  #willQuit(): void {
    if (!this.#said('will-quit')) return;
    this.emit('quit', {}, 0);
    process.exit(0);
  }
}

function lives(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
