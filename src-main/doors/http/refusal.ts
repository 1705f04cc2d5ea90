import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { currentCall } from '../../engine/calls/index.ts';

/** When to come back, where the refusal does not say: what is crowded for a moment is free again by then. */
const RETRY_AFTER_MS = 5_000;

/** The header of a refusal that says when to come back; nothing for the others. Whole seconds, at least one. */
export function retryAfter(error: KimiError): Readonly<Record<string, string>> {
  if (error.status !== 429) return {};
  const { retryAfterMs } = error.context;
  return { 'retry-after': String(Math.max(1, Math.ceil((typeof retryAfterMs === 'number' ? retryAfterMs : RETRY_AFTER_MS) / 1000))) };
}

/** What a door answers when something goes wrong that is nobody's refusal: a KimiError with the thrown thing as cause. */
export function asRefusal(thrown: unknown): KimiError {
  const error = thrown instanceof KimiError ? thrown : new KimiError('INTERNAL', {}, { cause: thrown });
  return error.asAnswerTo(currentCall());
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A refusal as HTTP. `rpc` wraps the error data as oRPC sends defined errors, so that a client of the contract gets the same
 * `KIMI` error from the door as from behind it.
 */
export function refusalOf(error: KimiError, shape: 'plain' | 'rpc'): Refusal {
  const data = error.toData();
  const body =
    shape === 'plain' ? data : { json: { defined: true, code: 'KIMI', status: error.status, message: error.code, data }, meta: [] };
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store', ...retryAfter(error) };
  if (error.status === 401) headers['www-authenticate'] = 'Bearer';
  return { status: error.status, headers, body: JSON.stringify(body) };
}

/**
 * Refuses a request. The connection stays: closing it over a body that is still being sent would reset it, and the client
 * would never see why. The server's request time-out bounds what has to be thrown away. `more.status` is for the refusals that
 * HTTP has a status of its own for (405, 426).
 */
export function refuse(
  response: ServerResponse,
  error: KimiError,
  shape: 'plain' | 'rpc',
  more: { readonly headers?: Readonly<Record<string, string>>; readonly status?: number } = {},
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = refusalOf(error, shape);
  response.writeHead(more.status ?? status, { ...headers, ...more.headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Refuses a WebSocket before it is one, and ends its connection: the server's time-outs do not look after it any more. */
export function refuseUpgrade(socket: Duplex, error: KimiError): void {
  const { status, headers, body } = refusalOf(error, 'plain');
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  const head = `HTTP/1.1 ${status} Refused\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  socket.end(`${head}${body}`, () => socket.destroy());
}
