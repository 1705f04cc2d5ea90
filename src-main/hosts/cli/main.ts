import type { CliInstallation } from './engine/installation.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { endWithReader, print, processIo } from './io.ts';
import { quickStatus } from './quick/status.ts';

/**
 * One use of `kimi-shell`. What a status needs is a tenth of what the other commands do, so it is answered without them where
 * that can be done.
 */
export async function main(argv: readonly string[], installation: CliInstallation): Promise<ExitCode> {
  const answer = await quickStatus(argv, { env: process.env, now: Date.now }, installation.version);
  if (answer !== null) {
    await print(answer);
    return EXIT.done;
  }
  endWithReader();
  const { run } = await import('./run.ts');
  return run(argv, processIo(), installation);
}
