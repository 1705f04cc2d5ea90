import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Access } from '../../../engine/access/index.ts';
import type { Logger } from '../../../engine/types.ts';
import type { PeerOrigin, Peers } from '../../../holder/peers/peers.ts';
import { BODY_LIMIT, readJson } from '../http/read-body.ts';
import { asRefusal, refuse } from '../http/refusal.ts';
import { limitConnections, SERVER_OPTIONS } from '../http/timeouts.ts';
import type { OpenCalls } from '../open-calls.ts';
import { type ContractRouter, httpHandler } from '../rpc-handlers.ts';

export interface LocalDoorOptions {
  readonly router: ContractRouter;
  readonly calls: OpenCalls;
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
  const handler = httpHandler(options.router, options.calls);
  /** Found out when a connection is made, not when it is used: its maker may end after handing it on. */
  const origins = new WeakMap<Socket, Promise<PeerOrigin>>();

  async function originOf(socket: Socket): Promise<PeerOrigin> {
    // Every connection was noted before its first request; one that was not is nobody's.
    return (await origins.get(socket)) ?? { kind: 'hidden' };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const origin = await originOf(request.socket);
    const caller = await options.access.callerAt(origin, token);
    // Who it is comes first: nothing of a stranger's body is read.
    if (caller === null) throw new KimiError('UNAUTHENTICATED');
    if (request.method !== 'POST') {
      refuse(response, new KimiError('INVALID_INPUT', { reason: 'the contract is called by POST' }), 'rpc', {
        status: 405,
        headers: { allow: 'POST' },
      });
      return;
    }
    // oRPC takes a body that was read for it; read here, its size is bounded before anything parses it.
    const body = await readJson(request, BODY_LIMIT);
    const { matched } = await handler.handle(Object.assign(request, { body: body ?? null }), response, {
      prefix: RPC_PREFIX,
      context: { caller, connection: nameOf(origin, token) },
    });
    if (!matched) throw new KimiError('NOT_FOUND', { path: (request.url ?? '').slice(0, 200) });
  }

  const server = createServer(SERVER_OPTIONS, (request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      const error = asRefusal(thrown);
      if (error.code === 'INTERNAL') options.logger.error('local request failed', { path: request.url, reason: String(error.cause) });
      else options.logger.debug('local request refused', { code: error.code, ...error.context });
      refuse(response, error, 'rpc');
    });
  });
  server.on('connection', (socket: Socket) => {
    const origin = options.peers.originOf(socket);
    // Whoever asks for it is told; a connection that never asks for anything needs no answer.
    origin.catch((error: unknown) => options.logger.error('who connects could not be found out', { reason: String(error) }));
    origins.set(socket, origin);
  });
  limitConnections(server);
  return server;
}

/** All connections of one child, or with one token, are one caller: the limit on event streams is counted over them. */
function nameOf(origin: PeerOrigin, token: string | null): string {
  if (origin.kind === 'child') return `child:${origin.childId ?? 'unknown'}`;
  return `token:${createHash('sha256')
    .update(token ?? '')
    .digest('hex')
    .slice(0, 16)}`;
}
