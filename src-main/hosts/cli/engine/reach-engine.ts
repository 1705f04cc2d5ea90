import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Connection, connectTo } from './client.ts';
import { type Door, engineIsSilent, isOpen, knock } from './door.ts';
import type { CliInstallation } from './installation.ts';
import { SILENT_AFTER_MS } from './silence.ts';
import { startEngine } from './start-engine.ts';

/** Another command may be starting the engine at this moment; then its engine is as good as ours. */
const OTHERS_START_MS = 30_000;
const ASK_AGAIN_MS = 100;

/**
 * A connection to the engine of the data folder. `start`: when none runs, one is started; a command that runs inside a
 * supervised child never starts one.
 * @throws KimiError ENGINE_UNREACHABLE | ENGINE_SILENT, or what starting an engine throws
 */
export async function reachEngine(
  door: Door,
  options: { readonly start: boolean; readonly installation: CliInstallation; readonly env: NodeJS.ProcessEnv },
): Promise<Connection> {
  const found = await knock(door, SILENT_AFTER_MS);
  // It has the lock: another one could not start beside it.
  if (found === 'silent') throw await engineIsSilent(door, SILENT_AFTER_MS);
  if (found === 'closed') {
    if (!options.start || door.inChild) throw new KimiError('ENGINE_UNREACHABLE', { dataFolder: door.dataFolder });
    await startOrJoin(door, options.installation, options.env);
  }
  return connectTo(door);
}

async function startOrJoin(door: Door, installation: CliInstallation, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await startEngine(installation, door.dataFolder, env);
  } catch (error) {
    if (!(error instanceof KimiError) || error.code !== 'ENGINE_ALREADY_RUNNING') throw error;
    if (!(await opensWithin(door, OTHERS_START_MS))) throw error;
  }
}

async function opensWithin(door: Door, ms: number): Promise<boolean> {
  const giveUpAt = performance.now() + ms;
  while (!(await isOpen(door))) {
    if (performance.now() > giveUpAt) return false;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return true;
}
