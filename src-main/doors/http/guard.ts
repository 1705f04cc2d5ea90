import type { IncomingMessage } from 'node:http';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** The names under which this machine's loopback is reached from a browser on it. Any other Host is a DNS name that somebody pointed here. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'] as const;

/** Origins of the page on `port`. */
export function pageOrigins(port: number): readonly string[] {
  return LOOPBACK_NAMES.map((name) => `http://${name}:${port}`);
}

/**
 * Lets a request through only when it was addressed to us by our own name: a page of another site whose name was made to
 * resolve to 127.0.0.1 (DNS rebinding) still sends its own name as Host.
 * @throws KimiError FOREIGN_HOST
 */
export function checkHost(request: IncomingMessage, port: number): void {
  const host = request.headers.host ?? '';
  if (!LOOPBACK_NAMES.some((name) => host === `${name}:${port}`)) throw new KimiError('FOREIGN_HOST', { host: shorten(host) });
}

/**
 * Lets a request through only when the page that makes it is ours: the origin is the one that the request is addressed to.
 * `required` for whatever does something: browsers always send Origin with a POST and with a WebSocket.
 * @throws KimiError FOREIGN_ORIGIN
 */
export function checkOrigin(request: IncomingMessage, required: boolean): void {
  const origin = request.headers.origin;
  if (origin === undefined && !required) return;
  if (origin === undefined || origin !== `http://${request.headers.host}`) {
    throw new KimiError('FOREIGN_ORIGIN', { origin: shorten(origin ?? '') });
  }
}

/** What a stranger sent goes into logs and answers only in a length that says enough. */
function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
