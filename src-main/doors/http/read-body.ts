import type { IncomingMessage } from 'node:http';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** No request of the contract comes near it: the longest message to an agent is 4,000,000 characters. */
export const BODY_LIMIT = 5 * 1024 * 1024;

/**
 * The request's body as text, at most `limit` bytes. Refused by its announced length before a byte is read, and while reading.
 * @throws KimiError BODY_TOO_LARGE | INVALID_INPUT (it broke off, or is not UTF-8)
 */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(new KimiError('BODY_TOO_LARGE', { limit }));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => {
      request.off('data', take).off('end', finish).off('close', broken).off('error', broken);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      // The rest is read and thrown away by the server, so that the client gets to see the refusal instead of a reset.
      done();
      reject(new KimiError('BODY_TOO_LARGE', { limit }));
    };
    const finish = () => {
      done();
      try {
        resolve(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
      } catch (error) {
        reject(new KimiError('INVALID_INPUT', { reason: 'the body is not UTF-8' }, { cause: error }));
      }
    };
    const broken = (error?: Error) => {
      done();
      reject(new KimiError('INVALID_INPUT', { reason: 'the request broke off' }, { cause: error }));
    };
    request.on('data', take).on('end', finish).on('close', broken).on('error', broken);
  });
}

/** The request's body as JSON; an empty one is undefined. @throws KimiError BODY_TOO_LARGE | INVALID_INPUT */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new KimiError('INVALID_INPUT', { reason: 'the body must be application/json' });
  const text = await readBody(request, limit);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new KimiError('INVALID_INPUT', { reason: 'the body is not JSON' }, { cause: error });
  }
}
