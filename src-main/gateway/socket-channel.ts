import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ViewerChannel } from './viewer-channel.ts';

/** A viewer that came over a WebSocket: a browser's page, or a program. */
export class SocketChannel implements ViewerChannel {
  readonly #ws: WebSocket;
  readonly #raw: Socket;

  constructor(ws: WebSocket, raw: Socket) {
    this.#ws = ws;
    this.#raw = raw;
    // The close event that follows says all there is to do.
    ws.on('error', () => ws.terminate());
  }

  get open(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get paused(): boolean {
    return this.#ws.isPaused;
  }

  get waiting(): number {
    return this.#ws.bufferedAmount;
  }

  get taken(): number {
    return this.#raw.bytesWritten - this.#raw.writableLength;
  }

  send(message: string | Uint8Array): void {
    this.#ws.send(message, { binary: typeof message !== 'string' });
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  onMessage(listener: (message: string | Uint8Array) => void): () => void {
    const heard = (data: Buffer, isBinary: boolean): void => listener(isBinary ? data : data.toString('utf8'));
    this.#ws.on('message', heard);
    return () => this.#ws.off('message', heard);
  }

  onBytes(listener: (bytes: number) => void): () => void {
    const counted = (chunk: Buffer): void => listener(chunk.length);
    this.#raw.on('data', counted);
    return () => this.#raw.off('data', counted);
  }

  onClose(listener: () => void): void {
    this.#ws.once('close', listener);
  }
}
