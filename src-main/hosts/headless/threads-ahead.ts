import { join } from 'node:path';
import { gatewayEnvironment } from '../../gateway/environment.ts';
import { startAhead } from '../../threads/start-thread.ts';

/**
 * Starts the threads of an engine before it is loaded itself, so that they are there when it wants them. Not for a service: nobody waits
 * for it, and while it stands by they would only take room.
 * @param mainFolder where the bundles lie
 */
export function threadsAhead(mainFolder: string, dataFolder: string, args: readonly string[]): void {
  if (args.includes('service') || args.includes('--help')) return;
  startAhead(join(mainFolder, 'state-writer.js'));
  startAhead(join(mainFolder, 'audit-writer.js'));
  startAhead(join(mainFolder, 'gateway.js'), gatewayEnvironment(dataFolder));
}
