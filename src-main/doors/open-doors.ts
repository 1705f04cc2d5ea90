import { pageLink } from '../engine/access/index.ts';
import type { RunningEngine } from '../engine/create-engine.ts';
import type { Logger } from '../engine/types.ts';
import { UnreadWatch } from '../gateway/unread-watch.ts';
import { socketPath } from '../holder/endpoint.ts';
import { Peers } from '../holder/peers/peers.ts';
import { SocketFile } from '../holder/socket-file.ts';
import { createRouter } from '../rpc/index.ts';
import { createLocalDoor } from './local/local-door.ts';
import { UnheardConnections } from './local/unheard.ts';
import { OpenCalls } from './open-calls.ts';
import { openPageDoor } from './page/page-door.ts';
import { createPageServer } from './page/page-server.ts';
import type { StaticFiles } from './page/static-files.ts';
import { listenOnLoopback, type PortMemory } from './ports.ts';
import type { Passage } from './rpc-handlers.ts';

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
  /** The data folder is not this engine's any more: the process ends at once, and writes nothing. */
  readonly onDisplaced: () => void;
  readonly logger: Logger;
}

/** Calls that were let in get their answers before the doors close; of the 5 s that an end may take, this much. */
const ANSWER_MS = 1_000;
/** Who has just connected asks at once; this is for one whose process waits for its turn on a busy machine. */
const ASKS_WITHIN_MS = 500;

/** The doors of this host, open. */
export interface Doors {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** What every call goes through, for a door that the host has besides these. */
  readonly passage: Passage;
  /** A link with a fresh code. */
  link(): string;
  /** Refuses new calls as ENGINE_ENDING, answers those that are open, ends the event streams, and closes. */
  close(): Promise<void>;
}

/**
 * Opens the page, tells the engine where it is, and opens the local socket.
 * @throws KimiError PORT_TAKEN, or NodeJS.ErrnoException when the socket cannot be made
 */
export async function openDoors(options: DoorsOptions): Promise<Doors> {
  const { engine, logger, ports } = options;
  const router = createRouter(engine.services);
  const { access, limits } = engine;
  const calls = new OpenCalls();
  const passage = { router, calls, limits };
  const unread = new UnreadWatch();
  const local = createLocalDoor({ passage, unread, access, peers: new Peers(options.dataFolder), logger });
  const unheard = new UnheardConnections(local);
  let port = 0;
  const page = createPageServer({ ...options, access, port: () => port });
  const door = openPageDoor({ server: page, passage, unread, access, port: () => port, logger });
  const socketFile = new SocketFile({
    server: local,
    path: socketPath(options.dataFolder, 'engine'),
    log: (message) => logger.warn(message),
    async mayMake() {
      if (!(await engine.isDisplaced())) return true;
      logger.error('the data folder was emptied or made anew, so another engine may have it; this one ends', {
        dataFolder: options.dataFolder,
      });
      options.onDisplaced();
      return false;
    },
  });
  const wanted = options.wantedPort ?? ports.get('page') ?? 0;
  let origin: string;
  try {
    port = await listenOnLoopback(page, wanted);
    if (wanted !== 0 && port !== wanted) options.onPortTaken(wanted, port);
    await ports.remember('page', port);
    origin = `http://127.0.0.1:${port}`;
    await engine.setPageOrigin(origin);
    // Last: whoever is answered here at all may ask for a link to the page.
    await socketFile.listen();
  } catch (error) {
    await socketFile.close();
    door.close();
    page.close();
    page.closeAllConnections();
    unread.close();
    throw error;
  }

  return {
    origin,
    passage,
    link: () => pageLink(origin, engine.access.issueLinkCode()),
    async close() {
      calls.close();
      engine.endWaits();
      const pageClosed = new Promise((resolve) => page.close(resolve));
      // Nobody new finds the socket; whoever connected before is still told that this engine ends.
      await socketFile.leave();
      await calls.answered(ANSWER_MS);
      await engine.settle();
      await unheard.heard(ASKS_WITHIN_MS);
      const localClosed = new Promise((resolve) => local.close(resolve));
      door.close();
      for (const server of [page, local]) server.closeAllConnections();
      unread.close();
      await Promise.all([pageClosed, localClosed]);
    },
  };
}
