import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { type DesktopApp, type DesktopAppOptions, engineAnswers } from './desktop-app.ts';
import { endEverything } from './headless-app.ts';
import { processes } from './processes.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Electron's binary; null where it was not downloaded. */
export function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron');
  const pointer = join(folder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/**
 * The desktop host in Electron itself, with the face of the one on the double. Functions that specs evaluate get the real `electron`: what
 * only the double keeps (trays, menus, notifications) is not there.
 */
export async function startElectronApp(options: DesktopAppOptions = {}): Promise<DesktopApp> {
  const root = options.root ?? ROOT;
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'kimi-shell-electron-')));
  const home = join(dataFolder, 'home');
  await mkdir(home, { recursive: true });
  const taken = new Set<number>();
  const env = {
    PATH: process.env.PATH ?? '',
    DISPLAY: process.env.DISPLAY ?? '',
    HOME: home,
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    ...options.env,
  };
  const argumentsWith = (args: readonly string[]): string[] => [
    root,
    '--data',
    dataFolder,
    ...(options.demo === true ? ['--demo'] : []),
    ...args,
  ];
  let running: ElectronApplication | null = null;
  let ended: Promise<number | null> = Promise.resolve(null);
  let said = '';
  const electron = (): ElectronApplication => {
    if (running === null) throw new Error('the app does not run');
    return running;
  };

  const app: DesktopApp = {
    dataFolder,
    link: '',
    get pid() {
      return running?.process().pid ?? 0;
    },
    get said() {
      return said;
    },
    get ended() {
      return ended;
    },
    evaluate: (run, arg) => electron().evaluate(run as never, arg as never),
    windows: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ id }) => id)),
    async page(window) {
      for (const page of electron().windows()) {
        const handle = await electron().browserWindow(page);
        if ((await handle.evaluate(({ id }: { id: number }) => id)) === window) return page;
      }
      throw new Error(`window ${window} has no page`);
    },
    async openWindow(): Promise<Page> {
      const free = (await app.windows()).find((window) => !taken.has(window));
      if (free === undefined) {
        const opened = electron().waitForEvent('window');
        await app.evaluate(({ app: life }) => void life.emit('new-window-for-tab'));
        await opened;
        return app.openWindow();
      }
      taken.add(free);
      return app.page(free);
    },
    async focus(page) {
      const window = await electron().browserWindow(page);
      await window.evaluate((one: { focus(): void }) => one.focus());
    },
    async crash(window) {
      const crashed = (await app.page(window)).waitForEvent('crash');
      await app.evaluate(({ BrowserWindow }, id: number) => {
        const contents = BrowserWindow.fromId(id)?.webContents as unknown as { forcefullyCrashRenderer(): void } | undefined;
        contents?.forcefullyCrashRenderer();
      }, window);
      await crashed;
    },
    async gatewayPid() {
      const gateway = (await processes()).find(
        ({ parent, command }) => parent === app.pid && command.includes('--type=utility') && command.includes('node.mojom.NodeService'),
      );
      if (gateway === undefined) throw new Error('no gateway runs');
      return gateway.pid;
    },
    async killHard() {
      const child = running?.process();
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async second(args) {
      const binary = electronBinary();
      if (binary === null) throw new Error('Electron was not downloaded');
      const other = spawn(binary, argumentsWith(args), { cwd: dataFolder, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let heard = '';
      other.stderr.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
      });
      const [code] = await once(other, 'close');
      return { code: code as number | null, said: heard };
    },
    async start(args = options.args ?? []) {
      taken.clear();
      said = '';
      running = await _electron.launch({ args: argumentsWith(args), cwd: dataFolder, env });
      const child = running.process();
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      ended = once(child, 'exit').then(([code]) => code as number | null);
      await (await running.firstWindow()).waitForLoadState('domcontentloaded');
      if (options.until !== 'window') await engineAnswers(dataFolder);
    },
    async close() {
      await app.killHard();
      await endEverything(dataFolder);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  await app.start();
  return app;
}
