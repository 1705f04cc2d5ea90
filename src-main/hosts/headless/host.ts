import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createEngine, type RunningEngine } from '../../engine/create-engine.ts';
import { asDataFolderError, prepareDataFolder } from '../../engine/lock/index.ts';
import type { Logger } from '../../engine/types.ts';
import type { HostArguments } from './arguments.ts';
import { openDoors } from './doors.ts';
import { Ending } from './ending.ts';
import { HostGateway } from './gateway.ts';
import type { HostInstallation } from './installation.ts';
import { openLogger } from './logger.ts';
import { openInBrowser, removeLeftovers } from './open-browser.ts';
import { loadStaticFiles } from './page/static-files.ts';
import { PortMemory } from './ports.ts';
import { askRunningEngine, type RunningEngineFacts } from './running-engine.ts';
import { commandFor } from './shell-command.ts';
import type { PersonTerminal } from './terminal.ts';

/** What a quiet host says once every door is open, for whoever waits for that. */
const READY = 'ready';

export interface HostOptions {
  readonly given: HostArguments;
  readonly installation: HostInstallation;
  readonly terminal: PersonTerminal;
}

/**
 * The engine on a machine without a desktop: its local socket, its page, its terminal gateway. Returns when everything
 * listens; from then on ending.ts decides when the process ends.
 * @throws KimiError as starting an engine does
 */
export async function runHost({ given, installation, terminal }: HostOptions): Promise<void> {
  const { dataFolder } = given;
  await prepareDataFolder(dataFolder);
  // Whoever started us may remove the folder he stood in, or wait for it to be free.
  process.chdir(dataFolder);
  const files = await loadStaticFiles(installation.rendererFolder);
  const logger = await openLogger(dataFolder, 'engine', process.env.LOG_LEVEL).catch((error: unknown) => {
    throw asDataFolderError(error, dataFolder);
  });
  const ending = new Ending({ logger, terminal, logFile: join(dataFolder, 'logs', 'engine.log') });
  const browser = new Browser({ dataFolder, terminal, logger });
  let engine: RunningEngine | null = null;
  try {
    const ports = await PortMemory.load(dataFolder, logger);
    const gateway = new HostGateway(installation, ports, logger);
    logger.info('starting', { version: installation.version, pid: process.pid, node: process.versions.node, demo: given.demo });
    const running = await createEngine({
      dataFolder,
      installation,
      demo: given.demo,
      logger,
      startGateway: (config) => gateway.start(config),
    });
    engine = running;
    ending.whatToClose(() => running.shutdown());
    await browser.tidy();
    const doors = await openDoors({
      dataFolder,
      engine: running,
      files,
      ports,
      wantedPort: given.port,
      sockets: () => gateway.socketOrigins,
      onTraded: () => browser.done(),
      onPortTaken: (wanted, got) => terminal.say(terminal.texts.portTaken(wanted, got)),
      logger,
    });
    ending.whatToClose(async () => {
      await doors.close();
      await running.shutdown();
      await browser.tidy();
    });
    running.shutdownRequested.then(
      () => ending.end(0),
      (error: unknown) => logger.error('waiting for the end failed', { reason: String(error) }),
    );
    logger.info('ready', { page: doors.origin });
    if (given.quiet) {
      terminal.say(READY);
      return;
    }
    const link = doors.link();
    const { texts } = terminal;
    terminal.say(
      [
        texts.running(installation.version),
        ...(given.demo ? [texts.demo(dataFolder), texts.demoCommand(commandFor(dataFolder))] : []),
        texts.link,
        '',
        `  ${link}`,
        '',
        texts.stop,
      ].join('\n'),
    );
    if (given.open) await browser.open(link);
  } catch (thrown) {
    if (thrown instanceof KimiError && thrown.code === 'ENGINE_ALREADY_RUNNING') {
      // A program that started us in the background wants to know that it was not us.
      const pointed = !given.quiet && (await pointToRunningEngine(given, terminal, browser));
      if (!pointed) terminal.explain(thrown);
      ending.end(pointed ? 0 : 1);
      return;
    }
    logger.error('the start failed', { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
    // Its helpers are processes of their own; ours ending would not end them at once.
    await engine?.shutdown();
    await logger.close();
    throw thrown;
  }
}

/** Leads the person to the engine that is there already: that is what a start was for. False when it does not answer. */
async function pointToRunningEngine(
  { dataFolder, demo, open }: HostArguments,
  { texts, say }: PersonTerminal,
  browser: Browser,
): Promise<boolean> {
  let running: RunningEngineFacts;
  try {
    running = await askRunningEngine(dataFolder);
  } catch {
    return false;
  }
  const which = running.demo ? [texts.alreadyDemo, texts.demoCommand(commandFor(dataFolder))] : demo ? [texts.alreadyNoDemo] : [];
  say([texts.already(dataFolder, running.pid), ...which, texts.link, '', `  ${running.link}`, ''].join('\n'));
  if (open) await browser.open(running.link);
  return true;
}

/** Opens links in the person's browser, and removes what that left in the data folder. */
class Browser {
  private readonly options: { readonly dataFolder: string; readonly terminal: PersonTerminal; readonly logger: Logger };

  constructor(options: { readonly dataFolder: string; readonly terminal: PersonTerminal; readonly logger: Logger }) {
    this.options = options;
  }

  async open(link: string): Promise<void> {
    const { dataFolder, terminal, logger } = this.options;
    try {
      await openInBrowser(dataFolder, link);
    } catch (error) {
      logger.warn('the browser could not be opened', { reason: String(error) });
      terminal.complain(terminal.texts.notOpened);
    }
  }

  /** A page came in: what led the browser to it has done its work. */
  done(): void {
    this.tidy().catch((error: unknown) => this.options.logger.warn('a used link file could not be removed', { reason: String(error) }));
  }

  tidy(): Promise<void> {
    return removeLeftovers(this.options.dataFolder);
  }
}
