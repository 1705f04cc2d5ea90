import { connectHolder, type HolderRole } from '../../holder/client.ts';
import { readHolderKey } from '../../holder/key.ts';
import type { HolderClient } from '../../holder/types.ts';

/** One connection per holder, shared by everything in this process that reads its children. */
export class HolderPool {
  readonly #dataFolder: string;
  readonly #role: HolderRole;
  readonly #clients = new Map<string, Promise<HolderClient>>();
  #closed = false;

  constructor(dataFolder: string, role: HolderRole) {
    this.#dataFolder = dataFolder;
    this.#role = role;
  }

  /** The connection to the holder that listens on `socket`. @throws KimiError HOLDER_UNREACHABLE | HOLDER_REFUSED | HOLDER_PROTOCOL */
  get(socket: string): Promise<HolderClient> {
    const known = this.#clients.get(socket);
    if (known !== undefined) return known;
    const connecting = this.#connect(socket);
    this.#clients.set(socket, connecting);
    const forget = (): void => {
      if (this.#clients.get(socket) === connecting) this.#clients.delete(socket);
    };
    connecting.then((client) => client.closed.then(forget), forget);
    return connecting;
  }

  close(): void {
    this.#closed = true;
    for (const client of this.#clients.values()) {
      client.then(
        (open) => open.close(),
        () => this.#clients.clear(),
      );
    }
  }

  async #connect(socket: string): Promise<HolderClient> {
    const client = await connectHolder(socket, await readHolderKey(this.#dataFolder), this.#role);
    if (this.#closed) client.close();
    return client;
  }
}
