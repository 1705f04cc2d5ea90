import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { letThemWrite } from './coverage.ts';
import type * as ElectronDouble from './electron/electron.ts';
import { endEverything, type HeadlessAppOptions } from './headless-app.ts';
import { asOwner } from './owner-client.ts';
import { processes } from './processes.ts';
import { keepRuntime, seedRuntime } from './runtime-cache.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The desktop host of the built product on the double of Electron, in a data folder of its own. */
export interface DesktopApp {
  readonly dataFolder: string;
  /** Of the main process. */
  readonly pid: number;
  /** None is printed: its windows need no link. `freshLink` gets one for a browser. */
  readonly link: string;
  /** What it said on its terminal so far. */
  readonly said: string;
  /** Runs a function in the main process, with what `electron` is there, as Playwright's `electronApp.evaluate` does. */
  evaluate<R, A = undefined>(run: (electron: typeof ElectronDouble, arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  /** The page of a window, by the window's id. */
  page(window: number): Promise<Page>;
  /** Ids of the windows that are open. */
  windows(): Promise<readonly number[]>;
  /** A window that no test has yet: the one of the start first, then new ones. */
  openWindow(): Promise<Page>;
  /** Gives the window of a page the focus, which the others lose. */
  focus(page: Page): Promise<void>;
  /** Lets the page of a window crash, and forgets the page that a test had of it: `page` gets the next one. */
  crash(window: number): Promise<void>;
  /** Process id of the utility process that the gateway runs in. */
  gatewayPid(): Promise<number>;
  /** kill -9; resolves when it is gone. Children live on in the holder. */
  killHard(): Promise<void>;
  /** Starts it once more beside the one that runs, and waits for the end of that start. */
  second(args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }>;
  /** Starts it again on the same data folder, and waits as the first start does. */
  start(args?: readonly string[]): Promise<void>;
  /** Resolves with the exit code when it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it, the holders and everything they run, and removes the folder. */
  close(): Promise<void>;
}

export interface DesktopAppOptions extends HeadlessAppOptions {
  readonly args?: readonly string[];
  /** What a start waits for: a window is there before its engine answers. Without it: the engine. */
  readonly until?: 'window' | 'engine';
}

/** Starts it and waits until its first window is open and its engine answers. @throws Error with its output when it ends instead */
export async function startDesktopApp(options: DesktopAppOptions = {}): Promise<DesktopApp> {
  const root = options.root ?? ROOT;
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'kimi-shell-desktop-')));
  const home = join(dataFolder, 'home');
  await mkdir(home, { recursive: true });
  const usual = options.dataFolder === undefined && options.root === undefined && options.until !== 'window';
  if (usual) await seedRuntime(dataFolder);
  let child: ChildProcess | null = null;
  let ended: Promise<number | null> = Promise.resolve(null);
  let said = '';
  let browser: Browser | null = null;
  let last = 0;
  const taken = new Set<number>();
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  const run = (args: readonly string[]): ChildProcess => {
    const [program = '', ...words] = [...(options.before?.(dataFolder) ?? []), join(root, 'node_modules/node/bin/node')];
    return spawn(
      program,
      [
        ...words,
        '--disable-warning=ExperimentalWarning',
        join(import.meta.dirname, 'electron/launch.ts'),
        join(root, 'out/main/electron.js'),
        root,
        '--data',
        dataFolder,
        ...(options.demo === true ? ['--demo'] : []),
        ...args,
      ],
      {
        cwd: dataFolder,
        env: { PATH: process.env.PATH, HOME: home, SHELL: '/bin/sh', LANG: 'C.UTF-8', TMPDIR: tmpdir(), ...options.env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'advanced',
      },
    );
  };

  const app: DesktopApp = {
    dataFolder,
    get pid() {
      return child?.pid ?? 0;
    },
    link: '',
    get said() {
      return said;
    },
    get ended() {
      return ended;
    },
    evaluate(run, arg) {
      const id = ++last;
      return new Promise((done, failed) => {
        calls.set(id, { resolve: done as (value: unknown) => void, reject: failed });
        child?.send({ id, source: run.toString(), arg });
      });
    },
    windows: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ id }) => id)),
    async page(window) {
      const target = await app.evaluate(({ BrowserWindow }, id: number) => BrowserWindow.fromId(id)?.target, window);
      if (browser === null) {
        browser = await chromium.connectOverCDP(await app.evaluate(({ link }) => link.call('devTools')));
        browser.once('disconnected', () => {
          browser = null;
        });
      }
      for (const context of browser.contexts()) {
        for (const page of context.pages()) {
          const session = await context.newCDPSession(page);
          const { targetInfo } = await session.send('Target.getTargetInfo');
          await session.detach();
          if (targetInfo.targetId === target) return page;
        }
      }
      throw new Error(`window ${window} has no page (target ${target})`);
    },
    async focus(page) {
      // Without a screen every window of Chromium's believes that it has the focus, unless it is minimized.
      for (const other of page.context().pages()) {
        const session = await page.context().newCDPSession(other);
        const { windowId } = await session.send('Browser.getWindowForTarget');
        await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: other === page ? 'normal' : 'minimized' } });
        await session.detach();
      }
    },
    async crash(window) {
      const page = await app.page(window);
      const session = await page.context().newCDPSession(page);
      // Never answered: who would answer has crashed.
      const crashed = new Promise((done) => page.once('crash', done));
      session.send('Page.crash').catch((error: unknown) => {
        if (!/closed|crashed/i.test(String(error))) throw error;
      });
      await crashed;
      await browser?.close();
      browser = null;
    },
    async gatewayPid() {
      const all = await processes();
      const browserSide = all.find(({ parent, command }) => parent === app.pid && command.includes('electron/browser.ts'));
      const gateway = all.find(({ parent, command }) => parent === browserSide?.pid && command.includes('gateway.js'));
      if (gateway === undefined) throw new Error('no gateway runs');
      return gateway.pid;
    },
    async openWindow() {
      const free = (await app.windows()).find((window) => !taken.has(window)) ?? (await newWindow(app));
      taken.add(free);
      return app.page(free);
    },
    async killHard() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async start(args = options.args ?? []) {
      const started = run(args);
      child = started;
      said = '';
      taken.clear();
      for (const stream of [started.stdout, started.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      ended = once(started, 'exit').then(([code]) => code as number | null);
      started.on('message', (message) => {
        const { id, value, error } = message as { id: number; value?: unknown; error?: string };
        const call = calls.get(id);
        calls.delete(id);
        if (error === undefined) call?.resolve(value);
        else call?.reject(new Error(error));
      });
      const early = ended.then((code) => {
        throw new Error(`the app ended (${code}) before it had a window:\n${said}`);
      });
      const there = async (): Promise<void> => {
        await firstWindow(app);
        if (options.until !== 'window') await engineAnswers(dataFolder);
      };
      await Promise.race([there(), early]);
    },
    async second(args) {
      const other = run(args);
      let heard = '';
      other.stderr?.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
      });
      const [code] = await once(other, 'close');
      return { code: code as number | null, said: heard };
    },
    async close() {
      await letThemWrite(dataFolder);
      await app.killHard();
      await browser?.close();
      await endEverything(dataFolder);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  await app.start();
  if (usual) await keepRuntime(dataFolder);
  return app;
}

/** Resolves when there is a window whose page has read its document. */
async function firstWindow(app: DesktopApp): Promise<void> {
  await app.evaluate(
    ({ app: electron, BrowserWindow }) =>
      new Promise<void>((done) => {
        const look = (): void => {
          const first = BrowserWindow.getAllWindows()[0];
          if (first === undefined) electron.once('browser-window-created', () => setImmediate(look));
          else if (first.webContents.getURL() !== '') done();
          else first.webContents.once('dom-ready', () => done());
        };
        look();
      }),
  );
}

/** Resolves when the engine of the folder answers: nothing tells of its doors but an answer. */
export async function engineAnswers(dataFolder: string): Promise<void> {
  await expect(() => asOwner(dataFolder, (client) => client.system.status({}))).toPass({ intervals: [20], timeout: 60_000 });
}

/** Opens one more window as a person does, and waits until its page has read its document. */
function newWindow(app: DesktopApp): Promise<number> {
  return app.evaluate(
    ({ app: electron }) =>
      new Promise<number>((done) => {
        electron.once('browser-window-created', (_event: unknown, window: { id: number; webContents: NodeJS.EventEmitter }) => {
          window.webContents.once('dom-ready', () => done(window.id));
        });
        electron.emit('new-window-for-tab');
      }),
  );
}
