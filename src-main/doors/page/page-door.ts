import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Access, PAGE_CONNECTIONS } from '../../engine/access/index.ts';
import type { Logger } from '../../engine/types.ts';
import type { UnreadWatch } from '../../gateway/unread-watch.ts';
import { checkHost, checkOrigin } from '../http/guard.ts';
import { BODY_LIMIT } from '../http/read-body.ts';
import { asRefusal, refuseUpgrade } from '../http/refusal.ts';
import { type Passage, socketHandler } from '../rpc-handlers.ts';
import { PageConnection } from './page-connection.ts';

export interface PageDoorOptions {
  readonly server: Server;
  readonly passage: Passage;
  readonly unread: UnreadWatch;
  readonly access: Pick<Access, 'callerOfSecret' | 'onPagesRevoked'>;
  /** Port that the server listens on, once it does. */
  readonly port: () => number;
  readonly logger: Logger;
  /** How long a connection may stay without showing its secret, ms. */
  readonly firstMessageMs?: number;
}

/**
 * The page sends its secret in the same tick in which the connection opens, or once a link's code is traded, which it asks for at the same time; the
 * rest is for a machine under load. Who is late comes again.
 */
const FIRST_MESSAGE_MS = 5_000;
/** More strangers than that at once are no accident; together with the first message's limit it bounds what they can make us hold. */
const MOST_STRANGERS = 64;

/** The contract over WebSocket at `/rpc`, for pages that traded a link's code for a secret. */
export interface PageDoor {
  /** Ends every connection (1001, going away) and takes no new one. */
  close(): void;
}

/** Opens the door on a page server. */
export function openPageDoor(options: PageDoorOptions): PageDoor {
  const { server, access, logger, firstMessageMs = FIRST_MESSAGE_MS } = options;
  const handler = socketHandler(options.passage);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_LIMIT, perMessageDeflate: false, clientTracking: false });
  const strangers = new Set<PageConnection>();
  const open = new Set<PageConnection>();

  function check(request: IncomingMessage): void {
    checkHost(request, options.port());
    checkOrigin(request, true);
    if (request.url !== '/rpc') throw new KimiError('NOT_FOUND', { path: (request.url ?? '').slice(0, 200) });
    if (strangers.size >= MOST_STRANGERS) throw new KimiError('TOO_MANY_STREAMS', { limit: MOST_STRANGERS });
  }

  function welcome(socket: WebSocket, raw: Socket): void {
    const connection = new PageConnection({
      socket,
      raw,
      firstMessageMs,
      limits: options.passage.limits,
      unread: options.unread,
      logger,
      identify: async (secret) => {
        const caller = await access.callerOfSecret(secret);
        // Every connection of one page is one caller: the limit on event streams is counted over them.
        return caller === null
          ? null
          : { caller, connection: `${PAGE_CONNECTIONS}${createHash('sha256').update(secret).digest('hex').slice(0, 16)}` };
      },
      handler,
      onIdentified: () => strangers.delete(connection),
      onClosed: () => {
        strangers.delete(connection);
        open.delete(connection);
      },
    });
    strangers.add(connection);
    open.add(connection);
  }

  const upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A socket that breaks before it is a WebSocket has nobody else who listens.
    const broken = (error: Error) => logger.debug('a connection broke before it was a WebSocket', { reason: error.message });
    socket.on('error', broken);
    try {
      check(request);
    } catch (thrown) {
      const error = asRefusal(thrown);
      logger.debug('WebSocket refused', { code: error.code, ...error.context });
      refuseUpgrade(socket, error);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      socket.off('error', broken);
      welcome(websocket, socket);
    });
  };
  server.on('upgrade', upgrade);
  // Also those whose secret is just being looked up, and may have been found a moment too early.
  const stopListening = access.onPagesRevoked(() => {
    for (const connection of [...open]) connection.revoke();
  });

  return {
    close() {
      stopListening();
      server.off('upgrade', upgrade);
      for (const connection of [...open]) connection.goAway();
      sockets.close();
    },
  };
}
