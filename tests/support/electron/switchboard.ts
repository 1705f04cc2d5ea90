import type { PortTraffic } from './wire.ts';

/** Where an end of a channel is: a process, or a document in a page. */
export interface Place {
  send(traffic: PortTraffic): void;
}

/** Brings what is said at one end of a channel to the other, wherever that has gone. */
export class Switchboard {
  readonly #ends = new Map<string, { readonly peer: string; at: Place }>();

  /** Something was said about ports at a place. */
  heard(from: Place, traffic: PortTraffic): void {
    switch (traffic.t) {
      case 'pair': {
        const [one, other] = traffic.ends;
        this.#ends.set(one, { peer: other, at: from });
        this.#ends.set(other, { peer: one, at: from });
        return;
      }
      case 'port': {
        const peer = this.#ends.get(traffic.port)?.peer;
        if (peer !== undefined) this.#bring(peer, traffic);
        return;
      }
      case 'forward':
        this.#bring(traffic.port, traffic);
        return;
      case 'close':
        this.#close(traffic.port);
        return;
    }
  }

  /** Ports go along with something that is sent to `to`; call `after` when it was sent. */
  move(ports: readonly string[], to: Place): { after(): void } {
    for (const id of ports) {
      const end = this.#ends.get(id);
      if (end !== undefined) end.at = to;
    }
    return {
      after: () => {
        // Its other end is gone already, which it hears where it is now.
        for (const id of ports) if (!this.#ends.has(id)) to.send({ t: 'close', port: id });
      },
    };
  }

  /** A place is gone, and every end that was there. */
  lost(place: Place): void {
    for (const [id, { at }] of [...this.#ends]) if (at === place) this.#close(id);
  }

  #bring(end: string, { data, ports }: Extract<PortTraffic, { t: 'port' | 'forward' }>): void {
    const at = this.#ends.get(end)?.at;
    if (at === undefined) {
      for (const id of ports) this.#close(id);
      return;
    }
    const { after } = this.move(ports, at);
    at.send({ t: 'port', port: end, data, ports });
    after();
  }

  #close(id: string): void {
    const end = this.#ends.get(id);
    if (end === undefined) return;
    this.#ends.delete(id);
    const peer = this.#ends.get(end.peer);
    this.#ends.delete(end.peer);
    peer?.at.send({ t: 'close', port: end.peer });
  }
}
