import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

const PRODUCT = 'kimi-shell';
/** Of the folder's own name; long enough to know it again in a list of services. */
const READABLE_LETTERS = 24;
/** Hex digits of the path's hash: one person's folders will not meet in 32 bits. */
const HASH_DIGITS = 8;

/** The service's name for a data folder (absolute): `kimi-shell` for the default one, else with the folder's name and a hash of its path. */
export function serviceName(dataFolder: string, home: string): string {
  if (dataFolder === join(home, '.kimi-shell')) return PRODUCT;
  const readable = basename(dataFolder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, READABLE_LETTERS)
    .replaceAll(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, HASH_DIGITS);
  return [PRODUCT, ...(readable === '' ? [] : [readable]), hash].join('-');
}
