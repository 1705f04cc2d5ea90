import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { Ending } from '../../doors/ending.ts';
import { GatewayAtPort } from '../../doors/gateway-at-port.ts';
import type { HostInstallation } from '../../doors/installation.ts';
import { followLevel, type HostLogger, openLogger } from '../../doors/logger.ts';
import { type Doors, openDoors } from '../../doors/open-doors.ts';
import { loadStaticFiles, type StaticFiles } from '../../doors/page/static-files.ts';
import { PortMemory } from '../../doors/ports.ts';
import { askRunningEngine } from '../../doors/running-engine.ts';
import { ENGINE_READY } from '../../engine/background/index.ts';
import { createEngine, type RunningEngine } from '../../engine/create-engine.ts';
import { asDataFolderError, prepareDataFolder, readEngineRecord } from '../../engine/lock/index.ts';
import { engineStuck } from '../../engine/ownership/index.ts';
import type { Logger } from '../../engine/types.ts';
import { startGatewayWorker } from '../../gateway/start-worker.ts';
import type { HostArguments } from './arguments.ts';
import { endAtSignals } from './end-at-signals.ts';
import { openInBrowser, removeLeftovers } from './open-browser.ts';
import { commandFor } from './shell-command.ts';
import { startInTurn } from './stand-by.ts';
import type { PersonTerminal } from './terminal.ts';

/** "Try again later" (sysexits.h): every service manager starts again what ends with a failure, and none of them knows this one better. */
const EX_TEMPFAIL = 75;

export interface HostOptions {
  readonly given: HostArguments;
  readonly installation: HostInstallation;
  readonly terminal: PersonTerminal;
}

/**
 * The engine on a machine without a desktop: its local socket, its page, its terminal gateway. Returns when everything
 * listens; from then on `Ending` decides when the process ends. A service stands by while another engine has the data folder.
 * @throws KimiError as starting an engine does
 */
export async function runHost({ given, installation, terminal }: HostOptions): Promise<void> {
  const { dataFolder } = given;
  await prepareDataFolder(dataFolder);
  // Whoever started us may remove the folder he stood in, or wait for it to be free.
  process.chdir(dataFolder);
  const [files, logger] = await Promise.all([
    loadStaticFiles(installation.rendererFolder),
    openLogger(dataFolder, 'engine', process.env.LOG_LEVEL).catch((error: unknown) => {
      throw asDataFolderError(error, dataFolder);
    }),
  ]);
  const { texts, complain } = terminal;
  const ending = new Ending({
    logger,
    exit: (code) => process.exit(code),
    complain: (what) => complain(what === 'forced' ? texts.forced : texts.crashed(join(dataFolder, 'logs', 'engine.log'))),
  });
  endAtSignals(ending, logger);
  const browser = new Browser({ dataFolder, terminal, logger });
  const start = () => startAll({ given, installation, terminal, files, logger, ending, browser });
  try {
    await (given.kind === 'service' ? startInTurn(start, { dataFolder, terminal, logger }) : start());
  } catch (thrown) {
    if (thrown instanceof KimiError && thrown.code === 'ENGINE_ALREADY_RUNNING') {
      await meetRunningEngine(thrown, given, terminal, browser, ending);
      return;
    }
    logger.error('the start failed', { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
    await logger.close();
    throw thrown;
  }
}

interface StartOptions extends HostOptions {
  readonly files: StaticFiles;
  readonly logger: HostLogger;
  readonly ending: Ending;
  readonly browser: Browser;
}

/** Starts engine, gateway and doors, and says so. @throws KimiError, with nothing left behind that was started */
async function startAll({ given, installation, terminal, files, logger, ending, browser }: StartOptions): Promise<void> {
  const { dataFolder } = given;
  let engine: RunningEngine | null = null;
  try {
    // Read anew at each try: the engine before this one may have changed them.
    const ports = await PortMemory.load(dataFolder, logger);
    const gateway = new GatewayAtPort(
      (config, log) => startGatewayWorker(join(installation.mainFolder, 'gateway.js'), config, log),
      ports,
      logger,
    );
    logger.info('starting', {
      version: installation.version,
      pid: process.pid,
      node: process.versions.node,
      demo: given.demo,
      kind: given.kind,
    });
    const running = await createEngine({
      dataFolder,
      installation,
      demo: given.demo,
      kind: given.kind,
      takeOver: given.takeOver,
      flags: given.flags,
      logger,
      redactor: logger.redactor,
      startGateway: (config) => gateway.start(config),
    });
    engine = running;
    followLevel(logger, running.services.settings);
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
      onDisplaced: () => {
        terminal.complain(terminal.texts.displaced(dataFolder));
        process.exit(1);
      },
      logger,
    });
    ending.whatToClose(async () => {
      await doors.close();
      await running.shutdown();
      await browser.tidy();
    });
    running.shutdownRequested.then(
      (wish) => {
        if (wish.kind === 'handed over') {
          logger.info('another engine takes over', { pid: wish.pid, kind: wish.to });
          if (given.kind !== 'call') terminal.say(terminal.texts.handedOver(wish.pid));
        }
        // A service is started again after that, and stands by then.
        ending.end(wish.kind === 'handed over' && given.kind === 'service' ? EX_TEMPFAIL : 0);
      },
      (error: unknown) => logger.error('waiting for the end failed', { reason: String(error) }),
    );
    logger.info('ready', { page: doors.origin });
    await greet(given, doors, installation.version, terminal, browser);
  } catch (thrown) {
    // Its helpers are processes of their own; ours ending would not end them at once.
    await engine?.shutdown();
    throw thrown;
  }
}

/** Says that everything listens, as fits who started us: only a person is shown the link that lets a browser in. */
async function greet(given: HostArguments, doors: Doors, version: string, terminal: PersonTerminal, browser: Browser): Promise<void> {
  const { texts, say } = terminal;
  switch (given.kind) {
    case 'call':
      say(ENGINE_READY);
      return;
    case 'service':
      say(texts.serviceRuns(version, doors.origin));
      return;
    case 'serve': {
      const { dataFolder, demo } = given;
      const link = doors.link();
      const about = demo ? [texts.demo(dataFolder), texts.demoCommand(commandFor(dataFolder))] : [];
      say([texts.running(version), ...about, texts.link, '', `  ${link}`, '', texts.stop].join('\n'));
      if (given.open) await browser.open(link);
    }
  }
}

/** Another engine has the data folder and keeps it: a person is led to it, a program is told. */
async function meetRunningEngine(
  error: KimiError,
  given: HostArguments,
  terminal: PersonTerminal,
  browser: Browser,
  ending: Ending,
): Promise<void> {
  // A program that started us in the background wants to know that it was not us.
  if (given.kind !== 'serve') {
    terminal.explain(error);
    ending.end(1);
    return;
  }
  try {
    await pointToRunningEngine(given, terminal, browser);
    ending.end(0);
  } catch (thrown) {
    const owner = KimiError.from(thrown).code === 'ENGINE_UNREACHABLE' ? await readEngineRecord(given.dataFolder) : null;
    terminal.explain(owner === null ? error : engineStuck(given.dataFolder, owner));
    ending.end(1);
  }
}

/** Leads the person to the engine that is there already: that is what a start was for. @throws KimiError when it does not answer */
async function pointToRunningEngine({ dataFolder, demo, open }: HostArguments, terminal: PersonTerminal, browser: Browser): Promise<void> {
  const { texts, say } = terminal;
  const running = await askRunningEngine(dataFolder);
  const which = running.demo ? [texts.alreadyDemo, texts.demoCommand(commandFor(dataFolder))] : demo ? [texts.alreadyNoDemo] : [];
  say([texts.already(dataFolder, running.pid), ...which, texts.link, '', `  ${running.link}`, ''].join('\n'));
  if (open) await browser.open(running.link);
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
