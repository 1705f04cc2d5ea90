import type { CliInstallation } from './engine/installation.ts';
import type { ExitCode } from './exit-codes.ts';
import { processIo } from './io.ts';
import { quickStatus } from './quick/status.ts';

/**
 * One use of `kimi-shell`. What a status needs is a tenth of what the other commands do, so it is answered without them where
 * that can be done.
 */
export async function main(argv: readonly string[], installation: CliInstallation): Promise<ExitCode> {
  const io = processIo();
  // A reader that left (`kimi-shell session list | head -1`) is no failure of ours; what could not be written is nobody's loss.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const answered = await quickStatus(argv, io, installation.version);
  if (answered !== null) return answered;
  const { run } = await import('./run.ts');
  return run(argv, io, installation);
}
