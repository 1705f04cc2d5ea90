import type { MessagePortMain } from 'electron';
import type { Caller } from '#shared/contract/index.ts';
import { BODY_LIMIT } from '../../../doors/http/read-body.ts';
import { type DoorContext, type Passage, portHandler } from '../../../doors/rpc-handlers.ts';
import type { Logger } from '../../../engine/types.ts';

/** Only our own page in our own window is handed a port, so the port says who calls. */
const OWNER_IN_A_WINDOW: Caller = { kind: 'window', depth: 0, role: 'owner' };

/** The contract over message ports: the door of the app's own windows. */
export class EnginePorts {
  private readonly passage: Passage;
  private readonly logger: Logger;
  private readonly handler: ReturnType<typeof portHandler>;
  private readonly open = new Set<MessagePortMain>();

  constructor(passage: Passage, logger: Logger) {
    this.passage = passage;
    this.logger = logger;
    this.handler = portHandler(passage);
  }

  /** Serves the contract on a port, for a window; all ports of a window are one caller. */
  serve(window: number, port: MessagePortMain): void {
    const context: DoorContext = { caller: OWNER_IN_A_WINDOW, connection: `window:${window}` };
    let release: () => void;
    try {
      release = this.passage.limits.connection(context);
    } catch (error) {
      this.logger.warn('a port was closed', { window, reason: String(error) });
      port.close();
      return;
    }
    this.open.add(port);
    port.on('close', () => {
      this.open.delete(port);
      release();
    });
    this.handler.upgrade(this.bounded(port, window), { context });
    port.start();
  }

  /** Ends every connection and takes no new one: the engine ends. */
  close(): void {
    for (const port of [...this.open]) port.close();
  }

  /** The port, but for messages that no door would take. */
  private bounded(port: MessagePortMain, window: number): Pick<MessagePortMain, 'postMessage'> & { on: BoundedOn } {
    return {
      postMessage: (message) => port.postMessage(message),
      on: (event, listener) => {
        if (event === 'close') port.on('close', () => listener());
        else
          port.on('message', (message) => {
            if (sizeOf(message.data) <= BODY_LIMIT) {
              listener(message);
              return;
            }
            this.logger.warn('a port was closed: a message is too big', { window });
            port.close();
          });
      },
    };
  }
}

type BoundedOn = (event: string, listener: (message?: { data: unknown }) => void) => void;

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  // The contract's messages are text; bytes come with files, anything else is not of it.
  return data instanceof Uint8Array ? data.byteLength : Number.POSITIVE_INFINITY;
}
