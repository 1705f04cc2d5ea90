import type { BrowserWindow, IpcMain, IpcMainEvent, MessageChannelMain } from 'electron';
import { CONNECT_CHANNEL, PORT_CHANNEL, PORT_KINDS } from '#shared/desktop/bridge.ts';
import type { Logger } from '../../../engine/types.ts';
import { ownTopFrame } from '../windows/hardening.ts';
import type { WaitingPorts } from './waiting-ports.ts';

export interface WindowPortsOptions {
  readonly ipc: Pick<IpcMain, 'on'>;
  readonly channel: () => Pick<MessageChannelMain, 'port1' | 'port2'>;
  /** The window whose page sent a message; null when it is none of ours. */
  readonly windowOf: (event: IpcMainEvent) => Pick<BrowserWindow, 'id'> | null;
  readonly ports: Pick<WaitingPorts, 'take'>;
  readonly logger: Logger;
}

/** Hands ports to the pages of our windows when they ask: at the start, after a reload, and whenever one has ended. */
export function handOverPorts({ ipc, channel, windowOf, ports, logger }: WindowPortsOptions): void {
  ipc.on(CONNECT_CHANNEL, (event, wanted: unknown) => {
    const frame = ownTopFrame(event);
    const window = windowOf(event);
    const kind = PORT_KINDS.find((known) => known === wanted);
    if (frame === null || window === null || kind === undefined) {
      logger.warn('a message was not listened to', { channel: CONNECT_CHANNEL, url: event.senderFrame?.url });
      return;
    }
    const { port1, port2 } = channel();
    if (ports.take(kind, window.id, port1)) frame.postMessage(PORT_CHANNEL, kind, [port2]);
    else frame.postMessage(PORT_CHANNEL, kind);
  });
}
