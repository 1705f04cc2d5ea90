import { GATEWAY_GONE_MS } from '../gateway/ending.ts';
import type { Cleanup } from './cleanup.ts';
import { MODEL_CHILD } from './demo/index.ts';
import { connectHolders, type Holders } from './holders/index.ts';
import type { EngineParts } from './parts.ts';
import { RetryWaits } from './power/index.ts';
import { ensureRuntime, mendRuntime, type Runtime, removeUnusedRuntimes } from './runtime/index.ts';
import { GatewayKeeper, MirrorKeeper, type Spools } from './terminals/index.ts';
import type { EngineOptions } from './types.ts';

/** The other processes that the engine works with. */
export interface ProcessParts {
  readonly runtime: Runtime;
  /** Copies it anew where something of it was deleted. @throws KimiError RUNTIME_DAMAGED */
  readonly mendRuntime: () => Promise<void>;
  readonly holders: Holders;
  readonly screens: MirrorKeeper;
  readonly gateway: GatewayKeeper;
  readonly spools: Spools;
  /** What none of them waits for any longer once the machine is awake again. */
  readonly waits: RetryWaits;
  /** How often a part was started again since this engine began. */
  recoveries(): { readonly mirror: number; readonly gateway: number };
}

/** What starts beside the data. */
export interface Starting extends Pick<ProcessParts, 'gateway' | 'waits'> {
  /** Settles when the gateway is there, or cannot be started. */
  readonly opened: Promise<void>;
  readonly runtime: Promise<Runtime>;
  /** Resolves when the runtime was looked through, whatever came of it. */
  readonly looked: Promise<unknown>;
  readonly starts: Starts;
}

/**
 * Starts the gateway and looks through the runtime, beside the data, which they need nothing of: until a thread or process runs takes as
 * long as all of that.
 */
export function startBeside(
  { dataFolder, installation, logger, startGateway }: EngineOptions,
  parts: EngineParts,
  cleanup: Cleanup,
): Starting {
  const waits = new RetryWaits();
  const starts: Starts = { mirror: 0, gateway: 0 };
  const gateway = new GatewayKeeper({
    start: async ({ allowedOrigins, ...start }) => {
      const started = await startGateway({ ...start, dataFolder, port: 0, allowedOrigins: [...allowedOrigins] });
      starts.gateway += 1;
      return started;
    },
    sign: parts.signTicket,
    logger,
    waits,
  });
  const opened = gateway.open();
  // Whoever waits for it hears why it failed; where something else failed before, nobody waits.
  const over = opened.catch((error: unknown) => logger.debug('the first gateway did not start', { reason: String(error) }));
  const runtime = ensureRuntime({ dataFolder, installation, logger });
  const looked = runtime.catch((error: unknown) => logger.debug('the runtime could not be used', { reason: String(error) }));
  // What is opened after the clean-up nobody closes.
  cleanup.add('starting gateway', async () => {
    await Promise.all([gateway.close(), over]);
  });
  return { gateway, waits, opened, runtime, looked, starts };
}

/**
 * Connects to the holders that live, starts the mirror, and waits for the gateway. Only the runtime must be there for the engine to
 * start: what else is missing is tried again and said by the doctor.
 * @throws KimiError RUNTIME_DAMAGED
 */
export async function openProcesses(
  options: EngineOptions,
  parts: EngineParts,
  starting: Starting,
  cleanup: Cleanup,
): Promise<ProcessParts> {
  const { gateway, waits, opened, starts } = starting;
  // Each is waited for, also where the other one fails: what is opened after the clean-up nobody closes.
  const [others, open] = await Promise.allSettled([openOthers(options, parts, cleanup, starting), opened]);
  if (others.status === 'rejected') throw others.reason;
  if (open.status === 'rejected') throw open.reason;
  // Its viewers are told first of all that the engine ends.
  cleanup.add('gateway', () => gateway.close(), GATEWAY_GONE_MS);
  const again = (count: number): number => Math.max(0, count - 1);
  const recoveries = () => ({ mirror: again(starts.mirror), gateway: again(starts.gateway) });
  return { ...others.value, gateway, spools: parts.spools(options.dataFolder), waits, recoveries };
}

/** How often each was started since this engine began. */
interface Starts {
  mirror: number;
  gateway: number;
}

/** What the gateway need not wait for. */
async function openOthers(
  options: EngineOptions,
  parts: EngineParts,
  cleanup: Cleanup,
  { gateway, waits, starts, runtime: found }: Starting,
): Promise<Omit<ProcessParts, 'gateway' | 'spools' | 'waits' | 'recoveries'>> {
  const { dataFolder, installation, logger } = options;
  const runtime = await found;
  const mend = asOne(() => mendRuntime(runtime, { dataFolder, installation, logger }));
  // The first start comes right after the runtime was looked through; one that failed may have found it broken since.
  let justLooked = true;
  const screens = new MirrorKeeper({
    start: async () => {
      if (!justLooked) await mend();
      justLooked = false;
      const mirror = await parts.startMirror({ dataFolder, runtime, logger });
      starts.mirror += 1;
      return mirror;
    },
    logger,
    waits,
    onSocket: (socket) => gateway.setMirrorSocket(socket),
  });
  // Nobody waits for it here: whoever reads a screen, or shows one, does so until it is there.
  screens.open();
  cleanup.add('mirror', () => screens.close());
  const tools = parts.holderTools({ dataFolder, runtime, logger });
  // The demo's model is nothing that the person started: it would be one program too many wherever they are counted.
  const isProgram = (childId: string) => childId !== MODEL_CHILD;
  const holders = await connectHolders({ tools, build: runtime.build, logger, waits, mendRuntime: mend, isProgram });
  cleanup.add('holders', () => holders.close());
  const inUse = new Set([runtime.build, ...holders.status().map((holder) => holder.build)]);
  await removeUnusedRuntimes(dataFolder, inUse, logger);
  return { runtime, mendRuntime: mend, holders, screens };
}

/** Callers while one runs share it: two copies at once would be in each other's way. */
function asOne(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
