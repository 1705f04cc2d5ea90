import { FOR_A_MOMENT, retry } from '#shared/retry/retry.ts';
import { writeFileAtomic as writeOnce } from '../../holder/durable-file.ts';

/** Replaces a file as the holder's does, and again where what kept it from that passes; a full or broken disk is not asked again. @throws NodeJS.ErrnoException; the old file is untouched then */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  return retry(() => writeOnce(path, content, mode), FOR_A_MOMENT);
}
