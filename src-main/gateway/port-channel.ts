import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import type { ViewerChannel } from './viewer-channel.ts';

/** One end of a message channel; Electron's MessagePortMain is one. */
export interface Port {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly Port[] }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A viewer in a desktop window, over a port of its own. A port says nothing of what waits in it: what a viewer may be behind is
 * bounded by its credit alone, and only our own window is let in this way.
 */
export class PortChannel implements ViewerChannel {
  readonly waiting = 0;
  readonly #port: Port;
  readonly #messages = new Set<(message: string | Uint8Array) => void>();
  readonly #bytes = new Set<(bytes: number) => void>();
  readonly #closes = new Set<() => void>();
  #held: (string | Uint8Array)[] = [];
  #paused = false;
  /** The window has closed its end, and what it said before waits. */
  #left = false;
  #open = true;
  #taken = 0;

  constructor(port: Port) {
    this.#port = port;
    port.on('message', ({ data }) => this.#arrived(data));
    port.on('close', () => this.#closedThere());
    port.start();
  }

  get open(): boolean {
    return this.#open;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get taken(): number {
    return this.#taken;
  }

  send(message: string | Uint8Array): void {
    this.#taken += message.length;
    // A view is sent with all of the memory that it looks into.
    const whole = typeof message === 'string' || message.byteLength === message.buffer.byteLength;
    this.#port.postMessage(whole ? message : Uint8Array.prototype.slice.call(message));
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#deliver(message);
    if (this.#left) this.#closedThere();
  }

  close(code: number, reason: string): void {
    if (!this.#open) return;
    this.#port.postMessage({ code, reason });
    this.terminate();
  }

  terminate(): void {
    this.#port.close();
    this.#over();
  }

  onMessage(listener: (message: string | Uint8Array) => void): () => void {
    this.#messages.add(listener);
    return () => this.#messages.delete(listener);
  }

  onBytes(listener: (bytes: number) => void): () => void {
    this.#bytes.add(listener);
    return () => this.#bytes.delete(listener);
  }

  onClose(listener: () => void): void {
    this.#closes.add(listener);
  }

  #arrived(data: unknown): void {
    if (!this.#open) return;
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) {
      this.close(VIEWER_CLOSE.refused, 'not of the protocol');
      return;
    }
    for (const listener of [...this.#bytes]) listener(data.length);
    this.#deliver(data);
  }

  #deliver(message: string | Uint8Array): void {
    if (this.#paused) this.#held.push(message);
    else for (const listener of [...this.#messages]) listener(message);
  }

  /** As with a socket, what was said before the end is heard before the end. */
  #closedThere(): void {
    this.#left = this.#held.length > 0;
    if (!this.#left) this.#over();
  }

  #over(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const listener of [...this.#closes]) listener();
  }
}
