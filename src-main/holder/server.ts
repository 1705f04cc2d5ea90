import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { HolderConnection } from './connection.ts';
import type { Holder } from './holder.ts';
import { isServed, type Peers } from './peers/peers.ts';
import { SocketFile } from './socket-file.ts';
import type { HolderInfo } from './types.ts';

export interface HolderServerOptions {
  readonly holder: Holder;
  readonly info: Omit<HolderInfo, 'protocol'>;
  readonly key: string;
  readonly peers: Pick<Peers, 'originOf'>;
  readonly log: (message: string) => void;
  /** A connection came, went, or has been answered. */
  readonly onChange: () => void;
}

/** Listens for clients of one holder. */
export class HolderServer {
  readonly #o: HolderServerOptions;
  readonly #connections = new Set<HolderConnection>();
  readonly #server: Server;
  readonly #file: SocketFile;
  #count = 0;

  constructor(options: HolderServerOptions) {
    this.#o = options;
    // Nothing is read before it is known who it is.
    this.#server = createServer({ pauseOnConnect: true }, (socket) => {
      const { holder, info, key, log, onChange } = options;
      this.#count += 1;
      const onClosed = (): void => {
        if (this.#connections.delete(connection)) onChange();
      };
      const connection: HolderConnection = new HolderConnection(
        { socket, holder, info, key, log, onClosed, onAnswered: onChange },
        String(this.#count),
      );
      this.#connections.add(connection);
      onChange();
      this.#admit(socket, connection);
    });
    this.#file = new SocketFile({ server: this.#server, path: options.info.socket, log: options.log });
  }

  /**
   * The key lies where every program of this user can read it, so it alone lets nobody in that runs inside a child: with it,
   * one agent could type into the terminals of all others.
   */
  #admit(socket: Socket, connection: HolderConnection): void {
    const refused = (reason: string) => connection.admit(new KimiError('HOLDER_REFUSED', { reason }));
    this.#o.peers.originOf(socket).then(
      (origin) => {
        if (isServed(origin)) connection.admit(null);
        else refused(origin.kind === 'child' ? 'programs inside a session have no business here' : 'who connects cannot be seen');
      },
      (error: unknown) => refused(`who connects is not known: ${String(error)}`),
    );
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Whether somebody waits for an answer. */
  get busy(): boolean {
    return [...this.#connections].some((connection) => connection.busy);
  }

  /** Starts listening, for this user only. @throws KimiError | NodeJS.ErrnoException */
  async listen(): Promise<void> {
    await this.#file.listen();
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    await this.#file.close();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections) connection.close();
    await closed;
    if (process.platform !== 'win32') await rm(this.#o.info.socket, { force: true });
  }
}
