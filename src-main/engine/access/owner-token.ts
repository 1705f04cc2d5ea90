import { join } from 'node:path';
import type { Logger } from '../types.ts';
import { loadPrivateFile } from './private-file.ts';
import { randomSecret } from './secrets.ts';

const OWNER_TOKEN = /^kso_[A-Za-z0-9_-]{43}$/;

/** The owner's token from `<data>/owner.token`, made on first use. @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL */
export function loadOwnerToken(dataFolder: string, logger: Logger): Promise<string> {
  return loadPrivateFile({
    path: join(dataFolder, 'owner.token'),
    valid: (content) => OWNER_TOKEN.test(content),
    // The prefix lets secret scanners, and people, see what leaked.
    create: () => `kso_${randomSecret()}`,
    logger,
  });
}
