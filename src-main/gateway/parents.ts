import { parentPort } from 'node:worker_threads';
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
  const { parentPort: utility } = process as { readonly parentPort?: UtilityPort };
  if (parentPort !== null) {
    const port = parentPort;
    const told = await toldFirst((hear) => port.on('message', (message: unknown) => hear(message, [])));
    return { ...told, tell: (report) => port.postMessage(report), leave: () => port.close() };
  }
  if (utility === undefined) throw new Error('the gateway runs as a worker thread or as a utility process');
  const told = await toldFirst((hear) => utility.on('message', ({ data, ports }) => hear(data, ports)));
  return { ...told, tell: (report) => utility.postMessage(report), leave: () => process.exit(0) };
}

type Hear = (message: unknown, ports: readonly Port[]) => void;

/** Its configuration is the first thing that it is told. By one listener, so that nothing that comes right after it is missed. */
async function toldFirst(listen: (hear: Hear) => void): Promise<Pick<Parent, 'config' | 'onControl'>> {
  let hear: (message: ControlMessage, ports: readonly Port[]) => void = () => undefined;
  const config = await new Promise<unknown>((resolve) => {
    let started = false;
    listen((message, ports) => {
      if (started) hear(message as ControlMessage, ports);
      else resolve(message);
      started = true;
    });
  });
  return {
    config: GatewayConfig.parse(config),
    onControl(listener) {
      hear = listener;
    },
  };
}
