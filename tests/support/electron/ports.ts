import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { MessageEvent, MessagePortMain } from 'electron';
import type { PortTraffic } from './wire.ts';

/** One end of a channel in this process, with the manners of Electron's: silent until it is started, gone once it was sent on. */
export class Port extends EventEmitter implements Pick<MessagePortMain, 'close' | 'on' | 'postMessage' | 'start'> {
  readonly id: string;
  readonly #hub: PortHub;
  #waiting: MessageEvent[] | null = [];
  #closed = false;

  constructor(id: string, hub: PortHub) {
    super();
    this.id = id;
    this.#hub = hub;
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const event of waiting) this.emit('message', event);
    if (this.#closed) this.emit('close');
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.#hub.post(this, message, transfer);
  }

  close(): void {
    this.#hub.close(this);
  }

  /** A message for this end. */
  take(event: MessageEvent): void {
    if (this.#waiting === null) this.emit('message', event);
    else this.#waiting.push(event);
  }

  /** The other end is gone. */
  over(): void {
    this.#closed = true;
    if (this.#waiting === null) this.emit('close');
  }

  /** What came for it before anybody listened; it goes on to where the port goes. */
  leave(): readonly MessageEvent[] {
    return this.#waiting ?? [];
  }
}

/** The ports of one process. */
export class PortHub {
  readonly #ends = new Map<string, Port>();
  readonly #send: (traffic: PortTraffic) => void;

  constructor(send: (traffic: PortTraffic) => void) {
    this.#send = send;
  }

  pair(): { readonly port1: Port; readonly port2: Port } {
    const [port1, port2] = [this.adopt(randomUUID()), this.adopt(randomUUID())];
    this.#send({ t: 'pair', ends: [port1.id, port2.id] });
    return { port1, port2 };
  }

  /** An end that has come to this process. */
  adopt(id: string): Port {
    const port = new Port(id, this);
    this.#ends.set(id, port);
    return port;
  }

  /** Lets ports go along with a message. @returns their names; `after` sends on what waited for them, once the message is out */
  handOver(transfer: readonly unknown[]): { readonly ids: string[]; after(): void } {
    const ports = transfer.map((one) => {
      if (!(one instanceof Port) || !this.#ends.delete(one.id))
        throw new TypeError('a port that is not (or no longer) here cannot be sent');
      return one;
    });
    return {
      ids: ports.map(({ id }) => id),
      after: () => {
        for (const port of ports) for (const { data } of port.leave()) this.#send({ t: 'forward', port: port.id, data, ports: [] });
      },
    };
  }

  post(from: Port, data: unknown, transfer: readonly unknown[]): void {
    if (!this.#ends.has(from.id)) return;
    const { ids, after } = this.handOver(transfer);
    // What is sent is what it was at this moment.
    this.#send({ t: 'port', port: from.id, data: structuredClone(data), ports: ids });
    after();
  }

  close(port: Port): void {
    if (this.#ends.delete(port.id)) this.#send({ t: 'close', port: port.id });
  }

  /** Something came for a port of this process. */
  receive(traffic: PortTraffic): void {
    if (traffic.t === 'pair') return;
    const port = this.#ends.get(traffic.port);
    if (traffic.t === 'close') {
      this.#ends.delete(traffic.port);
      port?.over();
    } else if (port !== undefined) port.take(this.event(traffic.data, traffic.ports));
    else this.#send({ t: 'forward', port: traffic.port, data: traffic.data, ports: traffic.ports });
  }

  /** A message as listeners get it. */
  event(data: unknown, ports: readonly string[]): MessageEvent {
    return { data, ports: ports.map((id) => this.adopt(id) as unknown as MessagePortMain) };
  }
}
