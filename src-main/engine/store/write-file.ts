import { retry } from '#shared/retry/retry.ts';
import { writeFileAtomic as writeOnce } from '../../holder/durable-file.ts';

/** Too many open files are so for a moment; a full or broken disk is not asked again. */
const AGAIN = { tries: 4, firstMs: 50, mostMs: 400 };

/** Replaces a file as the holder's does, and again where what kept it from that passes. @throws NodeJS.ErrnoException; the old file is untouched then */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  return retry(() => writeOnce(path, content, mode), AGAIN);
}
