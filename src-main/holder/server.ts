import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { HolderConnection } from './connection.ts';
import { ensureSocketFolder } from './endpoint.ts';
import type { Holder } from './holder.ts';
import type { HolderInfo } from './types.ts';

export interface HolderServerOptions {
  readonly holder: Holder;
  readonly info: Omit<HolderInfo, 'protocol'>;
  readonly key: string;
  readonly log: (message: string) => void;
  /** A connection came, went, or has been answered. */
  readonly onChange: () => void;
}

/** Listens for clients of one holder. */
export class HolderServer {
  readonly #o: HolderServerOptions;
  readonly #connections = new Set<HolderConnection>();
  readonly #server: Server;
  #count = 0;

  constructor(options: HolderServerOptions) {
    this.#o = options;
    this.#server = createServer((socket) => {
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
    });
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
    const { socket } = this.#o.info;
    await ensureSocketFolder(socket);
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socket, () => {
        this.#server.removeListener('error', reject);
        this.#server.on('error', (error) => this.#o.log(`socket: ${error.message}`));
        resolve();
      });
    });
    if (process.platform !== 'win32') await chmod(socket, 0o600);
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections) connection.close();
    await closed;
    if (process.platform !== 'win32') await rm(this.#o.info.socket, { force: true });
  }
}
