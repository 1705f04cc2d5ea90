import { parentPort, workerData } from 'node:worker_threads';
import type { Port } from './port-channel.ts';
import { type ControlMessage, GatewayConfig, type GatewayReport } from './types.ts';

/** Who started this gateway, and how it is talked to. */
export interface Parent {
  readonly config: GatewayConfig;
  tell(report: GatewayReport): void;
  /** Hears what it is told, with the ports that came along. */
  onControl(listener: (message: ControlMessage, ports: readonly Port[]) => void): void;
  /** Nothing more is heard, so that this process or thread can end by itself. */
  leave(): void;
}

/** The side of Electron's `process.parentPort` that is used here. */
interface UtilityPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly Port[] }) => void): unknown;
  postMessage(message: unknown): void;
}

/** The host of this worker thread or, in a utility process, the desktop. @throws Error when it is neither */
export async function findParent(): Promise<Parent> {
  if (parentPort !== null) return hostOfWorker(parentPort);
  const { parentPort: utility } = process as { readonly parentPort?: UtilityPort };
  if (utility === undefined) throw new Error('the gateway runs as a worker thread or as a utility process');
  return desktop(utility);
}

function hostOfWorker(port: NonNullable<typeof parentPort>): Parent {
  return {
    config: GatewayConfig.parse(workerData),
    tell: (report) => port.postMessage(report),
    onControl: (listener) => port.on('message', (message: ControlMessage) => listener(message, [])),
    leave: () => port.close(),
  };
}

/** A utility process has no data of its own at the start: its configuration is the first thing it is told. */
async function desktop(utility: UtilityPort): Promise<Parent> {
  let hear: (message: ControlMessage, ports: readonly Port[]) => void = () => undefined;
  const config = await new Promise<unknown>((resolve) => {
    let started = false;
    utility.on('message', ({ data, ports }) => {
      if (started) hear(data as ControlMessage, ports);
      else resolve(data);
      started = true;
    });
  });
  return {
    config: GatewayConfig.parse(config),
    tell: (report) => utility.postMessage(report),
    onControl(listener) {
      hear = listener;
    },
    leave: () => process.exit(0),
  };
}
