import { connect, type Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { callField } from '../holder/call-id.ts';
import { decodeJson, encodeJson, type Frame, FrameDecoder } from '../holder/protocol/codec.ts';
import {
  decodeSnapshot,
  FRAME,
  MAX_MIRROR_PAYLOAD,
  type MirrorCall,
  MirrorEvent,
  PositionsSchema,
  ScreenTextSchema,
  SNAPSHOT,
} from './protocol.ts';
import type { MirrorClient, ScreenText, Snapshot, TerminalSignal } from './types.ts';

/** A mirror that listens answers at once. */
const CONNECT_MS = 5000;

/**
 * Connects to a mirror.
 * @throws KimiError MIRROR_UNAVAILABLE when none listens on `socketFile`
 */
export function connectMirror(socketFile: string): Promise<MirrorClient> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketFile);
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new KimiError('MIRROR_UNAVAILABLE', { socket: socketFile, reason }, { cause }));
    };
    const failed = (error: Error): void => fail(error.message, error);
    const timer = setTimeout(() => fail(`no connection within ${CONNECT_MS} ms`), CONNECT_MS);
    socket.once('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      resolve(new MirrorConnection(socket));
    });
  });
}

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

class MirrorConnection implements MirrorClient {
  readonly closed: Promise<Error | null>;
  readonly #socket: Socket;
  readonly #calls = new Map<number, PendingCall>();
  readonly #signals = new Set<(signal: TerminalSignal) => void>();
  readonly #settled = new Set<(childId: string, offset: number) => void>();
  #setClosed: (reason: Error | null) => void = () => undefined;
  #nextRef = 1;
  #subscribed = false;
  #ended = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      this.#setClosed = resolve;
    });
    const decoder = new FrameDecoder(MAX_MIRROR_PAYLOAD);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk, (frame) => this.#frame(frame));
      } catch (error) {
        decoder.stop();
        this.#end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the mirror closed the connection')));
  }

  async follow(childId: string): Promise<void> {
    await this.#call({ method: 'follow', childId });
  }

  async unfollow(childId: string): Promise<void> {
    await this.#call({ method: 'unfollow', childId });
  }

  async snapshot(childId: string, options: { readonly atLeast?: number; readonly scrollback: number }): Promise<Snapshot> {
    const { atLeast = 0, scrollback } = options;
    return (await this.#call({ method: 'snapshot', childId, atLeast, scrollback })) as Snapshot;
  }

  async screen(childId: string, options: { readonly atLeast?: number }): Promise<ScreenText> {
    return ScreenTextSchema.parse(await this.#call({ method: 'screen', childId, atLeast: options.atLeast ?? 0 }));
  }

  async positions(): Promise<Readonly<Record<string, { readonly at: number; readonly end: number }>>> {
    return PositionsSchema.parse(await this.#call({ method: 'positions' }));
  }

  onSignal(listener: (signal: TerminalSignal) => void): () => void {
    this.#subscribe();
    this.#signals.add(listener);
    return () => {
      this.#signals.delete(listener);
    };
  }

  onSettled(listener: (childId: string, offset: number) => void): () => void {
    this.#subscribe();
    this.#settled.add(listener);
    return () => {
      this.#settled.delete(listener);
    };
  }

  close(): void {
    this.#end(null);
  }

  #subscribe(): void {
    if (this.#subscribed || this.#ended) return;
    this.#subscribed = true;
    this.#socket.write(encodeJson(FRAME.call, 0, { method: 'subscribe' } satisfies MirrorCall));
  }

  #call(call: MirrorCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new KimiError('MIRROR_UNAVAILABLE', { reason: 'the connection was closed' }));
        return;
      }
      const ref = this.#nextRef;
      this.#nextRef = ref === 0xffff_ffff ? 1 : ref + 1;
      this.#calls.set(ref, { resolve, reject });
      this.#socket.write(encodeJson(FRAME.call, ref, { ...call, ...callField() }));
    });
  }

  #frame({ type, ref, payload }: Frame): void {
    if (type === FRAME.event) {
      this.#event(decodeJson(payload));
      return;
    }
    const call = this.#calls.get(ref);
    this.#calls.delete(ref);
    if (type === SNAPSHOT) call?.resolve(decodeSnapshot(payload));
    else if (type === FRAME.result) call?.resolve(decodeJson(payload));
    else if (type === FRAME.failed) call?.reject(KimiError.from(decodeJson(payload)));
  }

  #event(value: unknown): void {
    const event = MirrorEvent.parse(value);
    if (event.event === 'signal') for (const listener of [...this.#signals]) listener(event.signal);
    else for (const listener of [...this.#settled]) listener(event.childId, event.offset);
  }

  #end(reason: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
    const error = new KimiError('MIRROR_UNAVAILABLE', { reason: reason?.message ?? 'the connection was closed' }, { cause: reason });
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
    this.#signals.clear();
    this.#settled.clear();
    this.#setClosed(reason);
  }
}
