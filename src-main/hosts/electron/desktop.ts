import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import type { Caller } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { pickLanguage } from '#shared/messages/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { type HostLogger, openLogger } from '../../doors/logger.ts';
import { loadStaticFiles } from '../../doors/page/static-files.ts';
import { askRunningEngine } from '../../doors/running-engine.ts';
import { startEngine } from '../../engine/background/index.ts';
import { asDataFolderError, prepareDataFolder } from '../../engine/lock/index.ts';
import { askEngine } from '../../engine/ownership/index.ts';
import { socketPath } from '../../holder/endpoint.ts';
import { createRouter } from '../../rpc/index.ts';
import { APP_PAGE, APP_SCHEME, serveApp } from './app-protocol.ts';
import { type DesktopArguments, parseDesktopArguments, type StartWish } from './arguments.ts';
import { Attention } from './attention.ts';
import type { DesktopClient } from './desktop-client.ts';
import { type DesktopEngine, startDesktopEngine } from './desktop-engine.ts';
import { Ending } from './ending.ts';
import { findInstallation } from './installation.ts';
import { Life } from './lifecycle/life.ts';
import { SingleInstance } from './lifecycle/single-instance.ts';
import { openWish, WINDOW_OPENS_MS } from './links/open-wish.ts';
import { handOverPorts } from './ports/window-ports.ts';
import { DesktopWindows } from './windows/desktop-windows.ts';
import { hardenContents, hardenSession, Origins } from './windows/hardening.ts';

/** The running app, for the parts of it that join in (see `compose`). */
export interface Desktop {
  readonly given: DesktopArguments;
  readonly instance: SingleInstance;
  readonly engine: DesktopEngine;
  /** The contract, called as the person. */
  readonly client: DesktopClient;
  readonly windows: DesktopWindows;
  readonly ending: Ending;
  /** Folder of the bundled entry file. */
  readonly mainFolder: string;
  readonly logger: HostLogger;
  /** Who follows every window from its making on. */
  onWindowMade(follow: (window: BrowserWindow) => void): void;
}

/** A call of the engine's answers in milliseconds; this is for one on a machine that swaps. */
const ANSWERS_MS = 5_000;

/** As whom the app itself calls the contract. */
const THE_PERSON: Caller = { kind: 'window', depth: 0, role: 'owner' };

/**
 * Starts the app: what must be said before Electron is ready at once, the rest when it is.
 * @param argv the process's
 * @param mainFolder of the bundled entry file
 */
export function startDesktop(argv: readonly string[], mainFolder: string): void {
  try {
    // Unpackaged, Electron is started with the app's folder as its first argument.
    const given = parseDesktopArguments(argv.slice(app.isPackaged ? 1 : 2), process.env);
    beforeReady(given);
    const instance = new SingleInstance();
    if (!instance.claim(app, given)) {
      app.exit(0);
      return;
    }
    app
      .whenReady()
      .then(() => run(given, instance, mainFolder))
      .catch(giveUp);
  } catch (error) {
    giveUp(error);
  }
}

function beforeReady({ dataFolder }: DesktopArguments): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([APP_SCHEME]);
  // What Chromium keeps lies with everything else of this data folder; dumps of crashes are sent to nobody and stay there.
  app.setPath('userData', join(dataFolder, 'desktop'));
  app.setPath('crashDumps', join(dataFolder, 'desktop', 'crashes'));
}

async function run(given: DesktopArguments, instance: SingleInstance, mainFolder: string): Promise<void> {
  const { dataFolder, demo } = given;
  await prepareDataFolder(dataFolder);
  const installation = findInstallation(mainFolder);
  const files = await loadStaticFiles(installation.rendererFolder);
  const logger = await openLogger(dataFolder, 'engine', process.env.LOG_LEVEL).catch((error: unknown) => {
    throw asDataFolderError(error, dataFolder);
  });
  const ending = new Ending({ app, logger });
  const origins = new Origins();
  hardenSession(session.defaultSession, origins, logger);
  hardenContents({ app, shell, origins, logger });
  serveApp(session.defaultSession.protocol, files);
  const made: ((window: BrowserWindow) => void)[] = [];
  const common = {
    make: (options: BrowserWindowConstructorOptions) => {
      const window = new BrowserWindow(options);
      for (const follow of made) follow(window);
      return window;
    },
    devTools: !app.isPackaged,
    now: () => performance.now(),
    logger,
  };

  const fork: typeof utilityProcess.fork = (script, args, options) => utilityProcess.fork(script, args, options);
  let engine: DesktopEngine;
  try {
    engine = await startDesktopEngine({ dataFolder, demo, installation, files, fork, logger });
  } catch (error) {
    if (!(error instanceof KimiError && error.code === 'ENGINE_ALREADY_RUNNING')) throw error;
    const page = () => pageOfRunningEngine(dataFolder, origins);
    showRunningEngine(new DesktopWindows({ ...common, preload: null, address: page }), given, instance);
    return;
  }
  ending.whatToClose(() => engine.close());
  const windows = new DesktopWindows({
    ...common,
    preload: join(mainFolder, '..', 'preload', 'preload.cjs'),
    address: async () => APP_PAGE,
  });
  handOverPorts({
    ipc: ipcMain,
    channel: () => new MessageChannelMain(),
    windowOf: ({ sender }) => windows.all.find(({ webContents }) => webContents === sender) ?? null,
    serve: {
      engine: (window, port) => {
        engine.ports.serve(window, port);
        return true;
      },
      terminals: (_window, port) => engine.gateway.connectWindow(port),
    },
    logger,
  });
  const client: DesktopClient = createRouterClient(createRouter(engine.engine.services), {
    context: { caller: THE_PERSON, connection: 'app' },
  });
  await compose({ given, instance, engine, client, windows, ending, mainFolder, logger, onWindowMade: (follow) => made.push(follow) });
  logger.info('ready', { page: engine.doors.origin });
}

/** Where the parts of the app join in: each takes what it needs of the running app and of Electron. */
async function compose(desktop: Desktop): Promise<void> {
  const { given, instance, engine, client, windows, ending, mainFolder, logger, onWindowMade } = desktop;
  const { dataFolder } = given;
  const { node, hostEntry } = engine.engine.runtime;
  const attention = new Attention({
    electron: { app, Menu, nativeImage, nativeTheme, Notification, Tray },
    client,
    windows,
    icons: join(mainFolder, '..', 'tray'),
    quit: () => app.quit(),
    logger,
  });
  const life = new Life({
    electron: { app, dialog, Menu, powerMonitor, screen },
    given,
    client,
    windows,
    instance,
    tray: () => attention.hasTray,
    handOver: () => startEngine({ nodeBinary: node, hostEntry, dataFolder, env: process.env, takeOver: true }),
    logger,
  });
  onWindowMade((window) => life.windowMade(window));
  onWindowMade((window) => attention.windowMade(window));
  ending.whatToClose(async () => {
    attention.end();
    await life.end();
    await engine.close();
  });
  // The system asks for one more.
  app.on('new-window-for-tab', () => windows.create());
  engine.engine.shutdownRequested.then(
    (wish) => {
      logger.info('the engine was asked to end', { wish: wish.kind });
      life.quit.now();
    },
    (error: unknown) => logger.error('waiting for the end failed', { reason: String(error) }),
  );
  await life.start();
  await attention.start();
}

/**
 * Another engine has the data folder and keeps it (docs/engine.md): the app is a window on its page, as a browser would be. What
 * goes on does so without the app, so nothing is asked when it quits.
 */
function showRunningEngine(windows: DesktopWindows, given: DesktopArguments, instance: SingleInstance): void {
  const { dataFolder } = given;
  const at = { dataFolder, socket: socketPath(dataFolder, 'engine') };
  const session = {
    switch: (input: object) => askEngine(at, 'session/switch', input, WINDOW_OPENS_MS + ANSWERS_MS),
    propose: (input: object) => askEngine(at, 'session/propose', input, WINDOW_OPENS_MS + ANSWERS_MS),
  };
  // Never rejects: what fails is explained.
  const open = (wish: StartWish) => void openWish(wish, { client: { session }, show: () => windows.show(), explain });
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => windows.show());
  app.on('new-window-for-tab', () => windows.create());
  instance.handle(open);
  // There is no tray to be hidden in.
  open({ ...given, hidden: false });
}

/** A fresh link to the page of the engine that runs, where windows may go from now on. @throws KimiError when it does not answer */
async function pageOfRunningEngine(dataFolder: string, origins: Origins): Promise<string> {
  const { link } = await askRunningEngine(dataFolder);
  origins.admit(new URL(link).origin);
  return link;
}

/** Says what went wrong, in the person's language. */
function explain(error: KimiError): void {
  const { what, why, todo } = errorText(error, textsIn(pickLanguage([app.getLocale()])));
  dialog.showErrorBox(what, [why, todo].filter((line) => line !== '').join('\n'));
}

/** The app cannot start: says why, in the person's language, and ends. */
function giveUp(thrown: unknown): void {
  const error = KimiError.from(thrown);
  const { what, why, todo } = errorText(error, textsIn(pickLanguage([app.getLocale()])));
  const details = error.code === 'INTERNAL' && thrown instanceof Error ? (thrown.stack ?? thrown.message) : '';
  process.stderr.write(
    `${[what, why, todo, `${error.code} ${JSON.stringify(error.context)}`, details].filter((line) => line !== '').join('\n')}\n`,
  );
  explain(error);
  app.exit(1);
}
