import { RPCLink } from '@orpc/client/websocket';
import { clientOver } from './client.ts';
import { forgetSecret, mayShow, obtainSecret, type SecretPlaces } from './page-secret.ts';
import { CLOSE_LOST } from './reconnect.ts';
import type { Dialled, EngineWire, Transport, ViewerWire, WireListener } from './transport.ts';

/** What the transport needs from the browser. */
export interface SocketPlaces extends SecretPlaces {
  /** Address of the `/rpc` WebSocket. */
  readonly url: string;
}

/** The places as the running page has them. */
export function browserPlaces(): SocketPlaces {
  const { protocol, host } = window.location;
  return {
    location: window.location,
    history: window.history,
    storage: window.sessionStorage,
    fetch: window.fetch.bind(window),
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`,
  };
}

/** A page in a browser: WebSockets, and a secret that it shows first. */
export class SocketTransport implements Transport {
  private readonly places: SocketPlaces;

  constructor(places: SocketPlaces) {
    this.places = places;
  }

  async engine(): Promise<Dialled> {
    if (!mayShow(this.places)) return { ok: false, reason: 'no-link' };
    // Beside the trade of the link's code: the engine waits for the secret some seconds.
    const socket = new WebSocket(this.places.url);
    let wire: EngineWire | null = null;
    try {
      const got = await obtainSecret(this.places);
      if (!got.ok) return got;
      wire = engineWire(socket, got.secret);
      return { ok: true, wire };
    } finally {
      if (wire === null) socket.close(1000);
    }
  }

  readonly viewer = viewerSocket;

  refused(): void {
    forgetSecret(this.places.storage);
  }
}

/** @param socket one that opens, or has opened or even closed meanwhile */
function engineWire(socket: WebSocket, secret: string): EngineWire {
  return {
    listen({ onOpen, onClosed }) {
      const opened = () => {
        socket.send(JSON.stringify({ secret }));
        onOpen(clientOver((options) => new RPCLink({ websocket: socket, ...options })));
      };
      if (socket.readyState === WebSocket.CLOSED) {
        onClosed(CLOSE_LOST);
        return;
      }
      socket.addEventListener('close', ({ code }) => onClosed(code));
      if (socket.readyState === WebSocket.OPEN) opened();
      else socket.addEventListener('open', opened);
    },
    close: () => socket.close(1000),
  };
}

/** A viewer's WebSocket to the gateway at `url`. */
export function viewerSocket(url: string, listener: WireListener): ViewerWire {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => listener.onOpen());
  socket.addEventListener('message', ({ data }) => listener.onMessage(typeof data === 'string' ? data : new Uint8Array(data)));
  socket.addEventListener('close', ({ code }) => listener.onClosed(code));
  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(message);
      return true;
    },
    close: () => socket.close(1000),
  };
}
