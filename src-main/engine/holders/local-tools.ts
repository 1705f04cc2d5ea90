import { connectHolder } from '../../holder/client.ts';
import { readHolderKey } from '../../holder/key.ts';
import { listHolderRecords, startHolder } from '../../holder/launch.ts';
import { endLost, findLost } from '../../holder/survivors.ts';
import type { HolderClient } from '../../holder/types.ts';
import type { Runtime } from '../runtime/index.ts';
import type { Logger } from '../types.ts';
import { scopeCommand } from './scope.ts';
import type { HolderTools } from './types.ts';

/** The holders of this machine. */
export function localHolderTools(options: {
  readonly dataFolder: string;
  readonly runtime: Runtime;
  readonly logger: Logger;
}): HolderTools {
  const { dataFolder, runtime, logger } = options;
  const plain = { nodeBinary: runtime.node, holderScript: runtime.holderScript, build: runtime.build };

  async function launch(): Promise<HolderClient> {
    const [program, ...before] = (await scopeCommand(process.env, process.platform)) ?? [];
    if (program !== undefined) {
      try {
        return await startHolder({ dataFolder, runtime: { ...plain, nodeBinary: program, nodeOptions: [...before, runtime.node] } });
      } catch (error) {
        logger.warn('a holder could not be started in a scope of its own; it shares ours', { reason: String(error) });
      }
    }
    return startHolder({ dataFolder, runtime: plain });
  }

  return {
    find: () => listHolderRecords(dataFolder),
    connect: async (address) => connectHolder(address.socket, await readHolderKey(dataFolder), 'engine'),
    launch,
    isAlive: async (address) => (await listHolderRecords(dataFolder)).some((record) => record.id === address.id),
    findLost: () => findLost(dataFolder),
    endLost: (childId) => endLost(dataFolder, childId),
  };
}
