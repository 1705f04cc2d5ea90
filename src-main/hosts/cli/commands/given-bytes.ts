import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CliIo } from '../io.ts';

/** All of stdin. @param most bytes that it may have @throws KimiError INVALID_INPUT when it has more */
export async function bytesOfStdin({ stdin }: CliIo, most = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > most) throw new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'it is too long' });
  }
  return Buffer.concat(chunks);
}

/**
 * A file that was named on the command line.
 * @param given its path as the person wrote it, from their folder
 * @param field what it was given in
 * @throws KimiError INVALID_INPUT with the system's word for why it cannot be read
 */
export async function bytesOfFile(given: string, field: string, { cwd }: CliIo): Promise<Buffer> {
  try {
    return await readFile(resolve(cwd, given));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new KimiError('INVALID_INPUT', { field, value: given, reason }, { cause: error });
  }
}
