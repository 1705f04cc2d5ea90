import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/**
 * Mounts a small file system over a folder until the test is over.
 * @param options of a tmpfs, `size=64k,mode=0700` for example
 * @returns false where the machine does not allow that: only root may mount
 */
export function mountSmall(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  // Lazily, because a holder may still have files open there.
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return true;
}
