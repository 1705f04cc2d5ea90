import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

const ASK_AGAIN_MS = 5;

/** Connections that were made and have not asked for anything yet. Closing one may cut off a request that is on its way. */
export class UnheardConnections {
  private readonly silent = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.silent.add(socket);
      socket.once('close', () => this.silent.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response) => {
      response.once('close', () => this.silent.delete(request.socket));
    });
  }

  /** Resolves when each of them has asked and was answered, or is gone; after `ms` at the latest. */
  async heard(ms: number): Promise<void> {
    const giveUpAt = performance.now() + ms;
    // The first turns of the loop take in who was still waiting to be let in.
    for (let turn = 0; turn < 2 || (this.silent.size > 0 && performance.now() < giveUpAt); turn++) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}
