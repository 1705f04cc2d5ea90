import { KimiError } from '#shared/errors/kimi-error.ts';
import { startEngine } from '../../../engine/background/index.ts';
import { type Connection, connectTo } from './client.ts';
import { engineIsComing } from './coming-engine.ts';
import { type Door, engineIsSilent, knock } from './door.ts';
import type { CliInstallation } from './installation.ts';
import { SILENT_AFTER_MS } from './silence.ts';

/** Who may start an engine, and of what. */
export interface ReachOptions {
  /** When none runs, one is started; a command that runs inside a supervised child never starts one. */
  readonly start: boolean;
  readonly installation: CliInstallation;
  readonly env: NodeJS.ProcessEnv;
}

/** Another engine may be starting at this moment, or taking over from one that ends; then that one is as good as ours. */
const COMES_WITHIN_MS = 30_000;
/** An end takes 7 s at most and a start about one; without the right to start anything, nobody is waited for longer. */
const LOOK_ON_MS = 10_000;
const ASK_AGAIN_MS = 100;

/**
 * A connection to the engine of the data folder. One that is coming (just started, or about to take another one's place) is
 * waited for; where none is, one is started.
 * @throws KimiError ENGINE_UNREACHABLE | ENGINE_SILENT, or what starting an engine throws
 */
export async function reachEngine(door: Door, { start, installation, env }: ReachOptions): Promise<Connection> {
  const mayStart = start && !door.inChild;
  const giveUpAt = performance.now() + (mayStart ? COMES_WITHIN_MS : LOOK_ON_MS);
  let refused: unknown = null;
  for (;;) {
    const found = await knock(door, SILENT_AFTER_MS);
    if (found === 'answers') break;
    // It has the lock: another one could not start beside it.
    if (found === 'silent') throw await engineIsSilent(door, SILENT_AFTER_MS);
    const coming = await engineIsComing(door.dataFolder);
    if (!mayStart && !coming) throw new KimiError('ENGINE_UNREACHABLE', { dataFolder: door.dataFolder });
    if (performance.now() > giveUpAt) throw refused ?? new KimiError('ENGINE_UNREACHABLE', { dataFolder: door.dataFolder });
    if (coming) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    else refused = await startOne(door, installation, env);
  }
  return connectTo(door);
}

/** Starts an engine; the refusal when somebody else's is coming. @throws KimiError ENGINE_START_FAILED from where there is none to start */
async function startOne(door: Door, installation: CliInstallation, env: NodeJS.ProcessEnv): Promise<KimiError | null> {
  const { hostEntry, nodeBinary } = installation;
  if (hostEntry === null) throw new KimiError('ENGINE_START_FAILED', { reason: 'this is only a part of Kimi Shell, without an engine' });
  try {
    await startEngine({ nodeBinary, hostEntry, dataFolder: door.dataFolder, env });
    return null;
  } catch (error) {
    if (error instanceof KimiError && error.code === 'ENGINE_ALREADY_RUNNING') return error;
    throw error;
  }
}
