import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CALL_HEADER } from '#shared/call-id.ts';
import type { Caller } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Access } from '../../engine/access/index.ts';
import { inCall } from '../../engine/calls/index.ts';
import type { CallContext, Logger } from '../../engine/types.ts';
import type { UnreadWatch } from '../../gateway/unread-watch.ts';
import type { PeerOrigin, Peers } from '../../holder/peers/peers.ts';
import { BODY_LIMIT, readJson } from '../http/read-body.ts';
import { asRefusal, refuse } from '../http/refusal.ts';
import { limitConnections, SERVER_OPTIONS } from '../http/timeouts.ts';
import { callOf, httpHandler, type Passage } from '../rpc-handlers.ts';
import { LocalConnection } from './local-connection.ts';

export interface LocalDoorOptions {
  readonly passage: Passage;
  readonly unread: UnreadWatch;
  readonly access: Pick<Access, 'callerAt'>;
  readonly peers: Pick<Peers, 'originOf'>;
  readonly logger: Logger;
}

/** Path under which the contract is spoken. */
export const RPC_PREFIX = '/rpc';

const BEARER = /^Bearer ([A-Za-z0-9_.-]{1,200})$/;

/**
 * The contract over HTTP, for the command line, scripts, hooks and agents. Listens on a socket in the file system that only
 * the owner can open. A connection from inside a supervised child is that child's; on any other the bearer token decides.
 */
export function createLocalDoor(options: LocalDoorOptions): Server {
  const { passage, unread, access, peers, logger } = options;
  const { limits } = passage;
  const handler = httpHandler(passage);
  const connections = new WeakMap<Socket, LocalConnection>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = connections.get(request.socket);
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
    // Every connection was noted before its first request; one that was not is nobody's.
    const origin: PeerOrigin = (await connection?.origin) ?? { kind: 'hidden' };
    if (connection !== undefined && connection.refusal !== null) {
      refuse(response, connection.refusal, 'rpc', { headers: { connection: 'close' } });
      return;
    }
    const caller = await access.callerAt(origin, token);
    // Who it is comes first: nothing of a stranger's body is read.
    if (caller === null) throw new KimiError('UNAUTHENTICATED');
    const context: CallContext = { caller, connection: nameOf(caller, origin, token) };
    await inCall(callOf(request.headers[CALL_HEADER], context), () => serve(request, response, context));
  }

  async function serve(request: IncomingMessage, response: ServerResponse, context: CallContext): Promise<void> {
    try {
      if (request.method !== 'POST') {
        const error = new KimiError('INVALID_INPUT', { reason: 'the contract is called by POST' });
        refuse(response, error, 'rpc', { status: 405, headers: { allow: 'POST' } });
        return;
      }
      const release = limits.request(context, Math.min(announced(request), BODY_LIMIT));
      try {
        // oRPC takes a body that was read for it; read here, its size is bounded before anything parses it.
        const body = await readJson(request, BODY_LIMIT);
        const prepared = Object.assign(request, { body: body ?? null });
        const { matched } = await handler.handle(prepared, response, { prefix: RPC_PREFIX, context });
        if (!matched) throw new KimiError('NOT_FOUND', { path: (request.url ?? '').slice(0, 200) });
      } finally {
        release();
      }
    } catch (thrown) {
      fail(request, response, thrown);
    }
  }

  function fail(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
    const error = asRefusal(thrown);
    if (error.code === 'INTERNAL') logger.error('local request failed', { path: request.url, reason: String(error.cause) });
    else logger.debug('local request refused', { code: error.code, ...error.context });
    refuse(response, error, 'rpc');
  }

  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const connection = connections.get(request.socket);
    // Requests that are sent without waiting for answers would not be counted against anybody while they wait for their turn.
    if (connection === undefined || !connection.begin(response)) request.socket.destroy();
    else answer(request, response).catch((thrown: unknown) => fail(request, response, thrown));
  });
  server.on('connection', (socket: Socket) => {
    const connection = new LocalConnection({ socket, origin: peers.originOf(socket), limits, unread, logger });
    connections.set(socket, connection);
  });
  limitConnections(server);
  return server;
}

/** Bytes that a request says it has; one that does not say may have as many as are taken at all. */
function announced({ headers }: IncomingMessage): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : BODY_LIMIT;
}

/**
 * One name for all connections of a caller, for limits are counted over them: an agent's session, else its child; the person's
 * programs by their token, because a loop in a script is a new process each time.
 */
function nameOf({ session }: Caller, origin: PeerOrigin, token: string | null): string {
  if (session !== undefined) return `session:${session}`;
  if (origin.kind === 'child') return `child:${origin.childId ?? 'unknown'}`;
  return `token:${createHash('sha256')
    .update(token ?? '')
    .digest('hex')
    .slice(0, 16)}`;
}
