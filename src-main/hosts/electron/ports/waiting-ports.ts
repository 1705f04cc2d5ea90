import type { MessagePortMain } from 'electron';
import type { PortKind } from '#shared/desktop/bridge.ts';

/** What each kind of port leads to; false when there is nothing at the other end now. */
export type ServePorts = Readonly<Record<PortKind, (window: number, port: MessagePortMain) => boolean>>;

/**
 * Our ends of the ports of pages that are there before the engine: what such a page says waits in its port, and is answered once the
 * engine is there.
 */
export class WaitingPorts {
  #serve: ServePorts | null = null;
  readonly #waiting: { readonly kind: PortKind; readonly window: number; readonly port: MessagePortMain }[] = [];

  /** Takes a port of a page's; false when there is nothing at its other end now. */
  take(kind: PortKind, window: number, port: MessagePortMain): boolean {
    if (this.#serve !== null) return this.#serve[kind](window, port);
    this.#waiting.push({ kind, window, port });
    return true;
  }

  /** Leads the ports that wait, and all that come from now on, to where they belong. */
  lead(serve: ServePorts): void {
    this.#serve = serve;
    for (const { kind, window, port } of this.#waiting.splice(0)) if (!serve[kind](window, port)) port.close();
  }
}
