import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { socketPath } from '../holder/endpoint.ts';
import { Peers } from '../holder/peers/peers.ts';
import { findChild } from './children/child-source.ts';
import { HolderPool } from './children/holder-pool.ts';
import { startMirrorServer } from './server.ts';
import { warmUp } from './warm-up.ts';

/**
 * The mirror as a process of its own: `mirror.js --data <folder>`. Writes `{"socket": …}` on stdout when it listens, and ends when
 * its parent's pipe on stdin closes, however the parent went.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  if (values.data === undefined) throw new Error('--data <folder> is missing');
  const dataFolder = values.data;
  const pool = new HolderPool(dataFolder, 'mirror');
  const socket = socketPath(dataFolder, `mirror-${process.pid}`);
  const server = await startMirrorServer({
    socket,
    locate: (childId) => findChild({ dataFolder, pool, childId }),
    peers: new Peers(dataFolder),
    // A line of JSON each, which the engine puts into its own log.
    log: (message, fields) => process.stderr.write(`${JSON.stringify({ message, processId: process.pid, ...fields })}\n`),
  });
  const end = (): void => {
    pool.close();
    // The server takes its socket's file along.
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.stdin.on('end', end).on('error', end).resume();
  process.once('SIGTERM', end);
  warmUp();
  process.stdout.write(`${JSON.stringify({ socket })}\n`);
  // What the next mirror starts with; this one runs for weeks, and may be killed at the end of them.
  flushCompileCache();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
