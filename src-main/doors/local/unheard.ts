import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { settlesWithin } from '#shared/settles-within.ts';

const TURN_MS = 5;

/** Connections that were made and have not asked for anything yet. Closing one may cut off a request that is on its way. */
export class UnheardConnections {
  private readonly silent = new Set<Socket>();
  private onAllHeard: () => void = () => undefined;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.silent.add(socket);
      socket.once('close', () => this.remove(socket));
    });
    server.on('request', (request: IncomingMessage, response) => {
      response.once('close', () => this.remove(request.socket));
    });
  }

  /** Resolves when each of them has asked and was answered, or is gone; after `ms` at the latest. */
  async heard(ms: number): Promise<void> {
    // Two turns of the loop take in who was still waiting to be let in.
    for (let turn = 0; turn < 2; turn++) await delay(TURN_MS);
    if (this.silent.size === 0) return;
    const allHeard = new Promise<void>((resolve) => {
      this.onAllHeard = resolve;
    });
    await settlesWithin(allHeard, ms);
  }

  private remove(socket: Socket): void {
    this.silent.delete(socket);
    if (this.silent.size === 0) this.onAllHeard();
  }
}
