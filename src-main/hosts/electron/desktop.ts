import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { app, dialog, Menu, Notification, nativeImage, nativeTheme, powerMonitor, screen, Tray, utilityProcess } from 'electron';
import type { Caller } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Ending } from '../../doors/ending.ts';
import { followLevel, type HostLogger, openLogger } from '../../doors/logger.ts';
import { startEngine } from '../../engine/background/index.ts';
import { asDataFolderError, prepareDataFolder } from '../../engine/lock/index.ts';
import { createRouter } from '../../rpc/index.ts';
import type { DesktopArguments } from './arguments.ts';
import { Attention } from './attention.ts';
import type { DesktopClient } from './desktop-client.ts';
import { type DesktopEngine, startDesktopEngine } from './desktop-engine.ts';
import type { Front } from './front.ts';
import { findInstallation } from './installation.ts';
import { Life } from './lifecycle/life.ts';
import type { SingleInstance } from './lifecycle/single-instance.ts';
import { connectToServedEngine, pageOfServedEngine } from './served-engine.ts';
import type { DesktopWindows } from './windows/desktop-windows.ts';

/** What there is when everything else is loaded. */
export interface DesktopStart {
  readonly given: DesktopArguments;
  readonly instance: SingleInstance;
  readonly front: Front;
  /** Folder of the bundled entry file. */
  readonly mainFolder: string;
}

/** An engine and the windows on it, whichever process the engine is in. */
interface EngineSide {
  /** The contract, called as the person. */
  readonly client: DesktopClient;
  readonly windows: DesktopWindows;
  /** Opens the windows of last time, unless that was done. */
  readonly openAsLastTime: () => Promise<void>;
  /** Starts an engine in the background that takes this one's place; null for an engine that goes on without the app. */
  readonly handOver: (() => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

/** The running app, for the parts of it that join in (see `compose`). */
interface Desktop extends DesktopStart {
  readonly engine: EngineSide;
  readonly ending: Ending;
  readonly logger: HostLogger;
}

/** As whom the app itself calls the contract. */
const THE_PERSON: Caller = { kind: 'window', depth: 0, role: 'owner' };

/** Starts the engine behind the front that is there, and all that the app has besides its windows. @throws KimiError as an engine does */
export async function runDesktop(start: DesktopStart): Promise<void> {
  const { given, front, mainFolder } = start;
  const { dataFolder, demo } = given;
  await prepareDataFolder(dataFolder);
  const logger = await openLogger(dataFolder, 'desktop', process.env.LOG_LEVEL).catch((error: unknown) => {
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
    const files = await front.files;
    engine = await startDesktopEngine({ dataFolder, demo, installation, files, fork, logger, onDisplaced: () => app.exit(1) });
  } catch (error) {
    if (!(error instanceof KimiError && error.code === 'ENGINE_ALREADY_RUNNING')) throw error;
    await compose({ ...start, engine: await servedEngine(start), ending, logger });
    logger.info('ready, as a window on the engine that runs');
    return;
  }
  followLevel(logger, engine.engine.services.settings);
  ending.whatToClose(() => engine.close());
  front.ports.lead({
    engine: (window, port) => {
      engine.ports.serve(window, port);
      return true;
    },
    terminals: (_window, port) => engine.gateway.connectWindow(port),
  });
  const life = await compose({ ...start, engine: ownEngine(start, engine), ending, logger });
  engine.engine.shutdownRequested.then(
    (wish) => {
      logger.info('the engine was asked to end', { wish: wish.kind });
      life.quit.now();
    },
    (error: unknown) => logger.error('waiting for the end failed', { reason: String(error) }),
  );
  logger.info('ready', { page: engine.doors.origin });
}

/** The engine in this process. */
function ownEngine({ given: { dataFolder }, front }: DesktopStart, engine: DesktopEngine): EngineSide {
  const { node, hostEntry } = engine.engine.runtime;
  return {
    client: createRouterClient(createRouter(engine.engine.services), { context: { caller: THE_PERSON, connection: 'app' } }),
    windows: front.windows,
    openAsLastTime: () => front.openAsLastTime(),
    handOver: () => startEngine({ nodeBinary: node, hostEntry, dataFolder, env: process.env, takeOver: true }),
    close: () => engine.close(),
  };
}

/**
 * Another engine has the data folder and keeps it (docs/engine.md): windows are on its page, as a browser would be, and everything else is
 * done through its local socket. What goes on does so without the app.
 * @throws KimiError when it does not answer
 */
async function servedEngine({ given: { dataFolder }, front }: DesktopStart): Promise<EngineSide> {
  const { client, close } = await connectToServedEngine(dataFolder);
  const windows = front.windowsOn({ preload: null, address: () => pageOfServedEngine(dataFolder, front) });
  // Electron quits with the last window where nobody listens, and those go that opened in the moment in which the other engine came.
  app.on('window-all-closed', () => undefined);
  for (const window of front.windows.all) window.destroy();
  // Streams of events are under way, which nobody waits for.
  return { client, windows, openAsLastTime: () => front.openIn(windows), handOver: null, close: () => close(true) };
}

/** Where the parts of the app join in: each takes what it needs of the running app and of Electron. */
async function compose({ given, instance, front, engine, ending, mainFolder, logger }: Desktop): Promise<Life> {
  const { client, windows, openAsLastTime, handOver } = engine;
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
    openAsLastTime,
    instance,
    tray: () => attention.hasTray,
    handOver,
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
  await life.start();
  await attention.start();
  return life;
}
