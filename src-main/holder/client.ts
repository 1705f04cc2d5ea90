import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { callField } from './call-id.ts';
import { RemoteLease } from './client-lease.ts';
import { RemoteStream } from './client-stream.ts';
import { decodeJson, encodeJson, type Frame, FrameDecoder, FrameError, MAX_PAYLOAD } from './protocol/codec.ts';
import { decodeOffset, decodePiece, decodeU32, inputFrameHead, T } from './protocol/messages.ts';
import {
  CALLS,
  type CallName,
  ChildInfoSchema,
  EventMessage,
  type HolderRole,
  RefusedMessage,
  StopReportSchema,
  WelcomeMessage,
} from './protocol/schemas.ts';
import { LEASES_SINCE, PROTOCOL_VERSIONS } from './protocol/versions.ts';
import {
  type ByteStream,
  type ChildInfo,
  type ChildSpec,
  type HolderClient,
  type HolderEvent,
  type HolderInfo,
  type InputLease,
  LONGEST_LEASE_MS,
  type StopReport,
  type StreamOptions,
} from './types.ts';

export type { HolderRole } from './protocol/schemas.ts';

/** A holder answers at once; this is for one that is stopped or hangs. Long enough for a machine that is swapping. */
const HANDSHAKE_MS = 10_000;
/** Input travels in pieces of this size, so that a large paste does not hold up what others say on the connection. */
const INPUT_PIECE = 64 * 1024;
/** Input that the holder may hold for one call before the child's kernel buffer took it. */
const INPUT_WINDOW = 1024 * 1024;
const JOIN_BELOW = 4096;

export interface ConnectOptions {
  /** ms to wait for the holder's answer. */
  readonly timeoutMs?: number;
  /** For tests of the negotiation. */
  readonly versions?: readonly [number, number];
}

/**
 * Connects to a holder and shows it the key.
 * @throws KimiError HOLDER_UNREACHABLE when nobody answers there, HOLDER_REFUSED for a wrong key, HOLDER_PROTOCOL when no version is shared
 */
export function connectHolder(socketFile: string, key: string, role: HolderRole, options: ConnectOptions = {}): Promise<HolderClient> {
  const { timeoutMs = HANDSHAKE_MS, versions = PROTOCOL_VERSIONS } = options;
  return new Promise((resolve, reject) => {
    const socket = connect(socketFile);
    const fail = (error: unknown) => {
      clearTimeout(timer);
      socket.destroy();
      reject(asConnectionError(error));
    };
    const unreachable = (reason: string, cause?: unknown) =>
      fail(new KimiError('HOLDER_UNREACHABLE', { socket: socketFile, reason }, { cause }));
    const timer = setTimeout(() => unreachable(`no answer within ${timeoutMs} ms`), timeoutMs);
    const decoder = new FrameDecoder(MAX_PAYLOAD);
    let connection: Connection | null = null;

    const onFrame = (frame: Frame) => {
      if (connection !== null) return connection.handle(frame);
      if (frame.type === T.refused) throw KimiError.from(RefusedMessage.parse(decodeJson(frame.payload)));
      if (frame.type !== T.welcome) throw new FrameError(`type ${frame.type} before the welcome`);
      const { holder } = WelcomeMessage.parse(decodeJson(frame.payload));
      clearTimeout(timer);
      connection = new Connection(socket, holder);
      resolve(connection);
    };
    socket.on('connect', () => socket.write(encodeJson(T.hello, 0, { versions, key, role })));
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk, onFrame);
      } catch (error) {
        decoder.stop();
        if (connection === null) fail(error);
        else connection.end(asConnectionError(error));
      }
    });
    socket.on('error', (error) => {
      if (connection === null) unreachable(error.message, error);
      else connection.end(new KimiError('HOLDER_UNREACHABLE', { reason: error.message }, { cause: error }));
    });
    socket.on('close', () => {
      if (connection === null) unreachable('the connection was closed');
      else connection.end(new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' }));
    });
  });
}

/** What the holder should not have said is a protocol error; what a listener threw is ours, and must not be blamed on the holder. */
function asConnectionError(error: unknown): KimiError {
  if (error instanceof FrameError || error instanceof z.ZodError) {
    return new KimiError('HOLDER_PROTOCOL', { reason: error.message }, { cause: error });
  }
  return KimiError.from(error);
}

interface PendingCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: KimiError) => void;
  /** Input only: the child's kernel buffer took so many bytes more. */
  readonly onTaken?: (bytes: number) => void;
}

/** The client's end of one connection. */
class Connection implements HolderClient {
  readonly holder: HolderInfo;
  readonly closed: Promise<Error | null>;
  readonly #socket: Socket;
  readonly #calls = new Map<number, PendingCall>();
  readonly #streams = new Map<number, RemoteStream>();
  readonly #leases = new Map<number, RemoteLease>();
  readonly #listeners = new Set<(event: HolderEvent) => void>();
  #nextRef = 1;
  #ended = false;
  #setClosed: (reason: Error | null) => void = () => undefined;

  constructor(socket: Socket, holder: HolderInfo) {
    this.#socket = socket;
    this.holder = holder;
    this.closed = new Promise((resolve) => {
      this.#setClosed = resolve;
    });
  }

  async spawn(spec: ChildSpec): Promise<ChildInfo> {
    return this.#checked(ChildInfoSchema, await this.#call('spawn', spec));
  }

  async list(): Promise<readonly ChildInfo[]> {
    return this.#checked(ChildInfoSchema.array(), await this.#call('list', undefined));
  }

  async stop(childId: string, options: { readonly graceMs: number; readonly force?: boolean }): Promise<StopReport> {
    const { graceMs, force = false } = options;
    return this.#checked(StopReportSchema, await this.#call('stop', { childId, graceMs, force }));
  }

  async signal(childId: string, signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'): Promise<void> {
    await this.#call('signal', { childId, signal });
  }

  async resize(childId: string, cols: number, rows: number): Promise<void> {
    await this.#call('resize', { childId, cols, rows });
  }

  async forget(childId: string): Promise<void> {
    await this.#call('forget', { childId });
  }

  input(childId: string, bytes: Uint8Array): Promise<void> {
    const ref = this.#ref();
    let sent = 0;
    let taken = 0;
    const send = (): void => {
      do {
        const piece = bytes.subarray(sent, sent + INPUT_PIECE);
        sent += piece.length;
        const head = inputFrameHead(ref, childId, { last: sent === bytes.length }, piece.length);
        // A key press is one small write; joining it costs less than a list of buffers for the kernel.
        if (piece.length < JOIN_BELOW) this.#socket.write(Buffer.concat([head, piece]));
        else {
          this.#socket.cork();
          this.#socket.write(head);
          this.#socket.write(piece);
          this.#socket.uncork();
        }
      } while (sent < bytes.length && sent - taken < INPUT_WINDOW);
    };
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' }));
        return;
      }
      const onTaken = (count: number): void => {
        taken += count;
        if (sent < bytes.length) send();
      };
      this.#calls.set(ref, { resolve: () => resolve(), reject, onTaken });
      send();
    });
  }

  async lease(childId: string, withinMs: number): Promise<InputLease> {
    if (this.holder.protocol < LEASES_SINCE) return { write: (bytes) => this.input(childId, bytes), release: () => undefined };
    this.#mustBeOpen();
    const ref = this.#ref();
    const lease = new RemoteLease({ ref, childId, socket: this.#socket, onDone: () => this.#leases.delete(ref) });
    this.#leases.set(ref, lease);
    this.#socket.write(encodeJson(T.call, ref, { method: 'lease', params: { childId, ms: LONGEST_LEASE_MS } }));
    await lease.granted(withinMs);
    return lease;
  }

  open(childId: string, options: StreamOptions): ByteStream {
    const ref = this.#ref();
    const stream = new RemoteStream(ref, this.#socket, options, () => this.#streams.delete(ref));
    if (this.#ended) {
      queueMicrotask(() => stream.fail(new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' })));
      return stream;
    }
    this.#streams.set(ref, stream);
    const params = { childId, from: options.from, credit: options.credit };
    this.#socket.write(encodeJson(T.call, ref, { method: 'open', params, ...callField() }));
    return stream;
  }

  onEvent(listener: (event: HolderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  said(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      // Nothing, handed to the connection after everything before it.
      this.#socket.write('', () => resolve());
    });
  }

  close(): void {
    this.end(null);
  }

  /** Ends the connection: calls are rejected, streams told, `closed` resolved. Safe to call again. */
  end(reason: KimiError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroy();
    const error = reason ?? new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' });
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
    for (const lease of [...this.#leases.values()]) lease.fail(error);
    for (const stream of [...this.#streams.values()]) stream.fail(reason);
    this.#listeners.clear();
    this.#setClosed(reason);
  }

  /** Takes a frame that came after the welcome. @throws FrameError | ZodError for what no holder says */
  handle(frame: Frame): void {
    if (this.#ended) return;
    const { type, ref, payload } = frame;
    const stream = this.#streams.get(ref);
    const piece = decodePiece(type, payload);
    // A stream that was closed here may still get what was on its way.
    if (piece !== null) stream?.deliver(piece);
    else if (type === T.behind) stream?.behind(decodeOffset(payload));
    else if (type === T.taken) (this.#leases.get(ref)?.onTaken ?? this.#calls.get(ref)?.onTaken)?.(decodeU32(payload));
    else if (type === T.result && this.#leases.has(ref)) this.#leases.get(ref)?.onGranted();
    else if (type === T.result) this.#settle(ref)?.resolve(decodeJson(payload));
    else if (type === T.failed) {
      const error = KimiError.from(decodeJson(payload));
      stream?.fail(error);
      this.#leases.get(ref)?.fail(error);
      this.#settle(ref)?.reject(error);
    } else if (type === T.event) {
      const event = EventMessage.safeParse(decodeJson(payload));
      // A newer holder may tell of things this build has no name for.
      if (event.success) for (const listener of [...this.#listeners]) listener(event.data);
    } else if (type === T.refused) throw KimiError.from(RefusedMessage.parse(decodeJson(payload)));
    else throw new FrameError(`unknown frame type ${type}`);
  }

  /** @throws KimiError HOLDER_UNREACHABLE */
  #mustBeOpen(): void {
    if (this.#ended) throw new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' });
  }

  #ref(): number {
    const ref = this.#nextRef;
    // Refs are 32 bits on the wire; 0 belongs to the handshake. Four thousand million calls later the oldest are long answered.
    this.#nextRef = ref === 0xffff_ffff ? 1 : ref + 1;
    return ref;
  }

  #call(method: CallName, params: z.input<(typeof CALLS)[CallName]>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new KimiError('HOLDER_UNREACHABLE', { reason: 'the connection was closed' }));
        return;
      }
      const parsed = CALLS[method].safeParse(params);
      if (!parsed.success) {
        reject(new KimiError('INVALID_INPUT', { method, reason: parsed.error.issues[0]?.message ?? 'invalid' }, { cause: parsed.error }));
        return;
      }
      const ref = this.#ref();
      const frame = encodeJson(T.call, ref, { method, params, ...callField() });
      if (frame.length > MAX_PAYLOAD) {
        reject(new KimiError('INVALID_INPUT', { method, reason: `${frame.length} bytes, at most ${MAX_PAYLOAD} allowed` }));
        return;
      }
      this.#calls.set(ref, { resolve, reject });
      this.#socket.write(frame);
    });
  }

  #settle(ref: number): PendingCall | undefined {
    const call = this.#calls.get(ref);
    this.#calls.delete(ref);
    return call;
  }

  #checked<R>(schema: z.ZodType<R>, value: unknown): R {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new KimiError('HOLDER_PROTOCOL', { reason: parsed.error.issues[0]?.message ?? 'unexpected result' }, { cause: parsed.error });
  }
}
