import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Access } from '../../engine/access/index.ts';
import type { Logger } from '../../engine/types.ts';
import { checkHost, checkOrigin } from '../http/guard.ts';
import { readJson } from '../http/read-body.ts';
import { asRefusal, refuse } from '../http/refusal.ts';
import { limitConnections, SERVER_OPTIONS } from '../http/timeouts.ts';
import { securityHeaders } from './headers.ts';
import { type StaticFiles, sendStaticFile } from './static-files.ts';

export interface PageServerOptions {
  readonly files: StaticFiles;
  readonly access: Pick<Access, 'tradeLinkCode'>;
  /** Port that this server listens on, once it does: part of every allowed Host and Origin. */
  readonly port: () => number;
  /** WebSocket origins that the page may connect to besides its own (the terminal gateway's). */
  readonly sockets: () => readonly string[];
  /** A code was traded: whatever carried the link is not needed any more. */
  readonly onTraded: () => void;
  readonly logger: Logger;
}

const TradeRequest = z.object({ code: z.string().min(1).max(200) });
/** A trade is a code of 43 characters in a line of JSON. */
const TRADE_LIMIT = 4096;

/**
 * The HTTP side of the page: its files, and the trade of a link's code for a secret. Everything else is done over the
 * WebSocket (page-door.ts). No answer sets a cookie or a CORS header.
 */
export function createPageServer(options: PageServerOptions): Server {
  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const headers = securityHeaders(options.sockets());
    answer(options, request, response, headers).catch((thrown: unknown) => {
      const error = asRefusal(thrown);
      if (error.code === 'INTERNAL') options.logger.error('page request failed', { reason: String(error.cause) });
      else options.logger.debug('page request refused', { code: error.code, ...error.context });
      refuse(response, error, 'plain', { headers });
    });
  });
  limitConnections(server);
  return server;
}

type Headers = Readonly<Record<string, string>>;

async function answer(options: PageServerOptions, request: IncomingMessage, response: ServerResponse, headers: Headers): Promise<void> {
  checkHost(request, options.port());
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/api/trade') {
    if (!allowMethods(request, response, headers, ['POST'])) return;
    checkOrigin(request, true);
    await trade(options, request, response, headers);
    return;
  }
  checkOrigin(request, false);
  if (path === '/rpc') {
    // The contract is spoken over a WebSocket only: a plain request could be made by a form on any page.
    const error = new KimiError('INVALID_INPUT', { reason: 'this address is a WebSocket' });
    refuse(response, error, 'plain', { status: 426, headers: { ...headers, upgrade: 'websocket' } });
    return;
  }
  if (!allowMethods(request, response, headers, ['GET', 'HEAD'])) return;
  sendStaticFile(options.files, path, request, response, headers);
}

function allowMethods(request: IncomingMessage, response: ServerResponse, headers: Headers, methods: readonly string[]): boolean {
  if (methods.includes(request.method ?? '')) return true;
  const error = new KimiError('INVALID_INPUT', { reason: `only ${methods.join(' and ')} here` });
  refuse(response, error, 'plain', { status: 405, headers: { ...headers, allow: methods.join(', ') } });
  return false;
}

async function trade(options: PageServerOptions, request: IncomingMessage, response: ServerResponse, headers: Headers): Promise<void> {
  const body = TradeRequest.safeParse(await readJson(request, TRADE_LIMIT));
  if (!body.success) throw new KimiError('INVALID_INPUT', { reason: 'a trade is {"code": "…"}' });
  const { secret } = await options.access.tradeLinkCode(body.data.code);
  response.writeHead(200, { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ secret }));
  options.onTraded();
}
