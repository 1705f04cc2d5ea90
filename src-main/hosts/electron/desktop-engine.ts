import { join } from 'node:path';
import type { utilityProcess } from 'electron';
import { GatewayAtPort } from '../../doors/gateway-at-port.ts';
import type { HostInstallation } from '../../doors/installation.ts';
import type { HostLogger } from '../../doors/logger.ts';
import { type Doors, openDoors } from '../../doors/open-doors.ts';
import type { StaticFiles } from '../../doors/page/static-files.ts';
import { PortMemory } from '../../doors/ports.ts';
import { createEngine, type RunningEngine } from '../../engine/create-engine.ts';
import { EnginePorts } from './ports/engine-ports.ts';
import { GatewayProcess } from './ports/gateway-process.ts';

export interface DesktopEngineOptions {
  readonly dataFolder: string;
  readonly demo: boolean;
  readonly installation: HostInstallation;
  readonly files: StaticFiles;
  readonly fork: (typeof utilityProcess)['fork'];
  readonly logger: HostLogger;
  /** See `DoorsOptions`. */
  readonly onDisplaced: () => void;
}

/** The engine in this process with all its doors: ports for our windows, the local socket and the page as in every host. */
export interface DesktopEngine {
  readonly engine: RunningEngine;
  readonly doors: Doors;
  readonly ports: EnginePorts;
  readonly gateway: GatewayProcess;
  /** Answers what was asked, closes the doors and ends the engine. Children live on in their holders. */
  close(): Promise<void>;
}

/** Starts it. @throws KimiError as starting an engine does, with nothing left behind that was started */
export async function startDesktopEngine(options: DesktopEngineOptions): Promise<DesktopEngine> {
  const { dataFolder, demo, installation, files, logger, onDisplaced } = options;
  const portMemory = await PortMemory.load(dataFolder, logger);
  const gateway = new GatewayProcess({ fork: options.fork, script: join(installation.mainFolder, 'gateway.js') });
  const gatewayAtPort = new GatewayAtPort((config, log) => gateway.start(config, log), portMemory, logger);
  const engine = await createEngine({
    dataFolder,
    installation,
    demo,
    kind: 'desktop',
    logger,
    redactor: logger.redactor,
    startGateway: (config) => gatewayAtPort.start(config),
  });
  try {
    const doors = await openDoors({
      dataFolder,
      engine,
      files,
      ports: portMemory,
      wantedPort: null,
      sockets: () => gatewayAtPort.socketOrigins,
      onTraded: () => undefined,
      onPortTaken: (wanted, got) => logger.warn('the port of the page is taken', { wanted, got }),
      onDisplaced,
      logger,
    });
    const ports = new EnginePorts(doors.passage, logger);
    return {
      engine,
      doors,
      ports,
      gateway,
      async close() {
        await doors.close();
        ports.close();
        await engine.shutdown();
      },
    };
  } catch (error) {
    await engine.shutdown();
    throw error;
  }
}
