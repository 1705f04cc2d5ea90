import { findCliInstallation } from './engine/installation.ts';
import { processIo } from './io.ts';
import { run } from './run.ts';

// A reader that left (`kimi-shell session list | head -1`) is no failure of ours; what could not be written is nobody's loss.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const exit = await run(process.argv.slice(2), processIo(), findCliInstallation(import.meta.dirname));
process.exit(exit);
