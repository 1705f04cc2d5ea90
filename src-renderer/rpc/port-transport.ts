import { type DesktopBridge, PORT_CHANNEL, type PortKind, type PortMessage } from '#shared/desktop/bridge.ts';
import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import { clientOver } from './client.ts';
import { CLOSE_LOST } from './reconnect.ts';
import type { Dialled, EngineWire, Transport, ViewerWire, WireListener } from './transport.ts';

/** The host answers from a process that may be busy for a moment; after this it is asked again like any engine that is away. */
const ANSWER_MS = 5_000;

/** A desktop window: message ports, which its host hands over when it is asked, and which say by themselves who is at this end. */
export class PortTransport implements Transport {
  private readonly bridge: DesktopBridge;
  private readonly page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'location'>;
  /** The way to the gateway that lives: viewers are let in over it, each with a port of its own. */
  private terminals: Promise<MessagePort | null> | null = null;

  constructor(bridge: DesktopBridge, page: Pick<Window, 'addEventListener' | 'removeEventListener' | 'location'>) {
    this.bridge = bridge;
    this.page = page;
  }

  async engine(): Promise<Dialled> {
    // A browser's page does without it.
    const [port, { RPCLink }] = await Promise.all([this.ask('engine'), import('@orpc/client/message-port')]);
    if (port === null) return { ok: false, reason: 'unreachable' };
    const wire: EngineWire = {
      listen({ onOpen, onClosed }) {
        port.addEventListener('close', () => onClosed(CLOSE_LOST), { once: true });
        const client = clientOver((options) => new RPCLink({ port, ...options }));
        port.start();
        queueMicrotask(() => onOpen(client));
      },
      close() {
        port.close();
        // The end that closes is told nothing, and calls wait for that.
        port.dispatchEvent(new Event('close'));
      },
    };
    return { ok: true, wire };
  }

  viewer(_url: string, listener: WireListener): ViewerWire {
    const { port1: port, port2: theirs } = new MessageChannel();
    let open = false;
    let over = false;
    const end = (code: number): void => {
      if (over) return;
      over = true;
      open = false;
      port.close();
      listener.onClosed(code);
    };
    port.addEventListener('message', ({ data }: MessageEvent<string | Uint8Array | { readonly code: number }>) => {
      if (typeof data === 'string' || data instanceof Uint8Array) listener.onMessage(data);
      else end(data.code);
    });
    port.addEventListener('close', () => end(VIEWER_CLOSE.going));
    port.start();
    this.gateway().then(
      (gateway) => {
        if (over) return;
        if (gateway === null) {
          end(VIEWER_CLOSE.going);
          return;
        }
        gateway.postMessage(null, [theirs]);
        open = true;
        listener.onOpen();
      },
      () => end(VIEWER_CLOSE.going),
    );
    return {
      send(message) {
        if (open) port.postMessage(message);
        return open;
      },
      close() {
        over = true;
        open = false;
        port.close();
      },
    };
  }

  refused(): void {
    // Nothing to forget: who is at this end is said by the port.
  }

  private gateway(): Promise<MessagePort | null> {
    if (this.terminals !== null) return this.terminals;
    const asked = this.ask('terminals').then((port) => {
      const forget = () => {
        if (this.terminals === asked) this.terminals = null;
      };
      if (port === null) forget();
      // A gateway that is started again is another one, with another port.
      else port.addEventListener('close', forget, { once: true });
      port?.start();
      return port;
    });
    this.terminals = asked;
    return asked;
  }

  /** Asks the host for a port; null when it has none to give now. */
  private ask(kind: PortKind): Promise<MessagePort | null> {
    const { page } = this;
    return new Promise((resolve) => {
      const settle = (port: MessagePort | null): void => {
        clearTimeout(timer);
        page.removeEventListener('message', heard);
        resolve(port);
      };
      const heard = (event: MessageEvent<Partial<PortMessage> | null>): void => {
        if (event.origin !== page.location.origin || event.data?.type !== PORT_CHANNEL || event.data.kind !== kind) return;
        settle(event.ports[0] ?? null);
      };
      const timer = setTimeout(() => settle(null), ANSWER_MS);
      page.addEventListener('message', heard);
      this.bridge.connect(kind);
    });
  }
}
