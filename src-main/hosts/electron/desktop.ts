import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, dialog, Menu, Notification, nativeImage, nativeTheme, powerMonitor, screen, Tray, utilityProcess } from 'electron';
import type { Caller } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Ending } from '../../doors/ending.ts';
import { type HostLogger, openLogger } from '../../doors/logger.ts';
import { askRunningEngine } from '../../doors/running-engine.ts';
import { startEngine } from '../../engine/background/index.ts';
import { asDataFolderError, prepareDataFolder } from '../../engine/lock/index.ts';
import { askEngine } from '../../engine/ownership/index.ts';
import { socketPath } from '../../holder/endpoint.ts';
import { createRouter } from '../../rpc/index.ts';
import type { DesktopArguments, StartWish } from './arguments.ts';
import { Attention } from './attention.ts';
import type { DesktopClient } from './desktop-client.ts';
import { type DesktopEngine, startDesktopEngine } from './desktop-engine.ts';
import type { Front } from './front.ts';
import { explain } from './give-up.ts';
import { findInstallation } from './installation.ts';
import { Life } from './lifecycle/life.ts';
import type { SingleInstance } from './lifecycle/single-instance.ts';
import { openWish, WINDOW_OPENS_MS } from './links/open-wish.ts';
import type { DesktopWindows } from './windows/desktop-windows.ts';

/** What there is when everything else is loaded. */
export interface DesktopStart {
  readonly given: DesktopArguments;
  readonly instance: SingleInstance;
  readonly front: Front;
  /** Folder of the bundled entry file. */
  readonly mainFolder: string;
}

/** The running app, for the parts of it that join in (see `compose`). */
interface Desktop extends DesktopStart {
  readonly engine: DesktopEngine;
  /** The contract, called as the person. */
  readonly client: DesktopClient;
  readonly ending: Ending;
  readonly logger: HostLogger;
}

/** A call of the engine's answers in milliseconds; this is for one on a machine that swaps. */
const ANSWERS_MS = 5_000;

/** As whom the app itself calls the contract. */
const THE_PERSON: Caller = { kind: 'window', depth: 0, role: 'owner' };

/** Starts the engine behind the front that is there, and all that the app has besides its windows. @throws KimiError as an engine does */
export async function runDesktop(start: DesktopStart): Promise<void> {
  const { given, front, mainFolder } = start;
  const { dataFolder, demo } = given;
  await prepareDataFolder(dataFolder);
  const logger = await openLogger(dataFolder, 'engine', process.env.LOG_LEVEL).catch((error: unknown) => {
    throw asDataFolderError(error, dataFolder);
  });
  front.logger.to(logger);
  const ending = new Ending({ logger, exit: (code) => app.exit(code) });
  app.on('will-quit', (event) => {
    // Electron waits for nobody: it is stopped here, and the process ends when everything is closed.
    event.preventDefault();
    ending.end(0);
  });
  const fork: typeof utilityProcess.fork = (script, args, options) => utilityProcess.fork(script, args, options);
  const installation = findInstallation(mainFolder);
  let engine: DesktopEngine;
  try {
    engine = await startDesktopEngine({ dataFolder, demo, installation, files: await front.files, fork, logger });
  } catch (error) {
    if (!(error instanceof KimiError && error.code === 'ENGINE_ALREADY_RUNNING')) throw error;
    showRunningEngine(start);
    return;
  }
  ending.whatToClose(() => engine.close());
  front.ports.lead({
    engine: (window, port) => {
      engine.ports.serve(window, port);
      return true;
    },
    terminals: (_window, port) => engine.gateway.connectWindow(port),
  });
  const client: DesktopClient = createRouterClient(createRouter(engine.engine.services), {
    context: { caller: THE_PERSON, connection: 'app' },
  });
  await compose({ ...start, engine, client, ending, logger });
  logger.info('ready', { page: engine.doors.origin });
}

/** Where the parts of the app join in: each takes what it needs of the running app and of Electron. */
async function compose({ given, instance, front, engine, client, ending, mainFolder, logger }: Desktop): Promise<void> {
  const { dataFolder } = given;
  const { windows } = front;
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
    places: front.places,
    openAsLastTime: () => front.openAsLastTime(),
    instance,
    tray: () => attention.hasTray,
    handOver: () => startEngine({ nodeBinary: node, hostEntry, dataFolder, env: process.env, takeOver: true }),
    logger,
  });
  front.onWindow((window) => life.windowMade(window));
  front.onWindow((window) => attention.windowMade(window));
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
function showRunningEngine({ given, instance, front }: DesktopStart): void {
  const { dataFolder } = given;
  const windows = front.windowsOn({ preload: null, address: () => pageOfRunningEngine(dataFolder, front) });
  const at = { dataFolder, socket: socketPath(dataFolder, 'engine') };
  const session = {
    switch: (input: object) => askEngine(at, 'session/switch', input, WINDOW_OPENS_MS + ANSWERS_MS),
    propose: (input: object) => askEngine(at, 'session/propose', input, WINDOW_OPENS_MS + ANSWERS_MS),
  };
  // Never rejects: what fails is explained.
  const open = (wish: StartWish) => void openWish(wish, { client: { session }, show: () => windows.show(), explain });
  // There is no tray to be hidden in.
  open({ ...given, hidden: false });
  closeOwn(front.windows);
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => windows.show());
  app.on('new-window-for-tab', () => windows.create());
  instance.handle(open);
}

/** Windows that opened in the moment in which another engine came: nobody will answer them. */
function closeOwn(windows: DesktopWindows): void {
  for (const window of windows.all) window.destroy();
}

/** A fresh link to the page of the engine that runs, where windows may go from now on. @throws KimiError when it does not answer */
async function pageOfRunningEngine(dataFolder: string, { origins }: Front): Promise<string> {
  const { link } = await askRunningEngine(dataFolder);
  origins.admit(new URL(link).origin);
  return link;
}
