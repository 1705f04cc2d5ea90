import { pageLink } from '../../engine/access/index.ts';
import type { RunningEngine } from '../../engine/create-engine.ts';
import type { Logger } from '../../engine/types.ts';
import { socketPath } from '../../holder/endpoint.ts';
import { Peers } from '../../holder/peers/peers.ts';
import { SocketFile } from '../../holder/socket-file.ts';
import { createRouter } from '../../rpc/index.ts';
import { createLocalDoor } from './local/local-door.ts';
import { OpenCalls } from './open-calls.ts';
import { openPageDoor } from './page/page-door.ts';
import { createPageServer } from './page/page-server.ts';
import type { StaticFiles } from './page/static-files.ts';
import { listenOnLoopback, type PortMemory } from './ports.ts';

export interface DoorsOptions {
  readonly dataFolder: string;
  readonly engine: RunningEngine;
  readonly files: StaticFiles;
  readonly ports: PortMemory;
  /** Port asked for on the command line; null: the one of last time. */
  readonly wantedPort: number | null;
  /** WebSocket origins of the terminal gateway, as they are now. */
  readonly sockets: () => readonly string[];
  /** A page came in with a link's code. */
  readonly onTraded: () => void;
  readonly onPortTaken: (wanted: number, got: number) => void;
  readonly logger: Logger;
}

/** Calls that were let in get their answers before the doors close; of the 5 s that an end may take, this much. */
const ANSWER_MS = 1_000;

/** The doors of this host, open. */
export interface Doors {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** A link with a fresh code. */
  link(): string;
  close(): Promise<void>;
}

/**
 * Opens the local socket and the page, and tells the engine where the page is.
 * @throws KimiError PORT_TAKEN, or NodeJS.ErrnoException when the socket cannot be made
 */
export async function openDoors(options: DoorsOptions): Promise<Doors> {
  const { engine, logger, ports } = options;
  const router = createRouter(engine.services);
  const calls = new OpenCalls();
  const local = createLocalDoor({ router, calls, access: engine.access, peers: new Peers(options.dataFolder), logger });
  const socketFile = new SocketFile({
    server: local,
    path: socketPath(options.dataFolder, 'engine'),
    log: (message) => logger.warn(message),
  });
  await socketFile.listen();

  let port = 0;
  const page = createPageServer({ ...options, access: engine.access, port: () => port });
  const door = openPageDoor({ server: page, router, calls, access: engine.access, port: () => port, logger });
  const wanted = options.wantedPort ?? ports.get('page') ?? 0;
  port = await listenOnLoopback(page, wanted);
  if (wanted !== 0 && port !== wanted) options.onPortTaken(wanted, port);
  await ports.remember('page', port);
  const origin = `http://127.0.0.1:${port}`;
  await engine.setPageOrigin(origin);

  return {
    origin,
    link: () => pageLink(origin, engine.access.issueLinkCode()),
    async close() {
      await socketFile.close();
      const closed = [page, local].map((server) => new Promise((resolve) => server.close(resolve)));
      await calls.answered(ANSWER_MS);
      door.close();
      // Event streams never end by themselves.
      for (const server of [page, local]) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
