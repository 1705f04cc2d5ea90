/**
 * The frame that every process of ours puts around what it says on a local socket:
 * `u32le length | u8 type | u32le ref | payload`, where length counts everything after itself. What types and payloads mean is
 * each protocol's own (messages.ts for the holder); `ref` names the call or the stream that a frame belongs to.
 */
export interface Frame {
  readonly type: number;
  readonly ref: number;
  /** A view of the bytes received; later input never overwrites it. */
  readonly payload: Buffer;
}

/** Bytes before the payload. */
export const HEADER_BYTES = 9;

/** What `length` counts besides the payload: type and ref. */
const COUNTED_HEADER = 5;

/** Largest payload of a frame after the handshake, bytes: longer things go in pieces. */
export const MAX_PAYLOAD = 1024 * 1024;

/** Largest payload before a peer has shown who it is: a stranger cannot make us reserve more. */
export const MAX_HELLO_PAYLOAD = 4096;

/** Bytes that are not a frame of this codec, or one that is longer than allowed. The connection they came on is lost. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Writes a frame's header into nine fresh bytes; the payload follows as it is, uncopied. */
export function frameHeader(type: number, ref: number, payloadBytes: number): Buffer {
  return writeHeader(Buffer.allocUnsafe(HEADER_BYTES), type, ref, payloadBytes);
}

/** A header followed by `room` bytes for a payload that the caller fills in: one allocation for small frames. */
export function frameWithRoom(type: number, ref: number, room: number): Buffer {
  return writeHeader(Buffer.allocUnsafe(HEADER_BYTES + room), type, ref, room);
}

/** A whole frame in one piece; for small payloads, since it copies. */
export function encodeFrame(type: number, ref: number, payload: Uint8Array): Buffer {
  const out = frameWithRoom(type, ref, payload.length);
  out.set(payload, HEADER_BYTES);
  return out;
}

/** A frame whose payload is a JSON text; `undefined` is an empty payload. */
export function encodeJson(type: number, ref: number, value: unknown): Buffer {
  return encodeFrame(type, ref, value === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(value)));
}

/** The JSON of a frame's payload; an empty one is undefined. @throws FrameError */
export function decodeJson(payload: Buffer): unknown {
  if (payload.length === 0) return undefined;
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch (error) {
    throw new FrameError('payload is no JSON text', { cause: error });
  }
}

function writeHeader(out: Buffer, type: number, ref: number, payloadBytes: number): Buffer {
  out.writeUInt32LE(payloadBytes + COUNTED_HEADER, 0);
  out.writeUInt8(type, 4);
  out.writeUInt32LE(ref, 5);
  return out;
}

/** Cuts a stream of bytes into frames, however it was split on its way. A payload that came in one piece is not copied. */
export class FrameDecoder {
  #maxPayload: number;
  readonly #header = Buffer.allocUnsafe(HEADER_BYTES);
  #headerBytes = 0;
  #body: { readonly type: number; readonly ref: number; readonly payload: Buffer; filled: number } | null = null;
  #stopped = false;

  constructor(maxPayload: number) {
    this.#maxPayload = maxPayload;
  }

  /** Changes the limit for the frames that start from now on. */
  setMaxPayload(bytes: number): void {
    this.#maxPayload = bytes;
  }

  /** No frame is handed out any more, also not from input that is being pushed at this moment. */
  stop(): void {
    this.#stopped = true;
  }

  /** True when the input so far ends in the middle of a frame. */
  get partial(): boolean {
    return this.#headerBytes > 0 || this.#body !== null;
  }

  /** Takes the next input and hands out each frame that is complete with it. @throws FrameError; nothing may be pushed after that */
  push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      const body = this.#body;
      if (body !== null) {
        const taken = chunk.copy(body.payload, body.filled, at);
        body.filled += taken;
        at += taken;
        if (body.filled < body.payload.length) return;
        this.#body = null;
        onFrame(body);
        continue;
      }
      const header = this.#takeHeader(chunk, at);
      if (header === null) return;
      at = header.next;
      const { type, ref, size } = header;
      if (chunk.length - at >= size) {
        onFrame({ type, ref, payload: chunk.subarray(at, at + size) });
        at += size;
      } else {
        this.#body = { type, ref, payload: Buffer.allocUnsafe(size), filled: 0 };
      }
    }
  }

  #takeHeader(chunk: Buffer, at: number): { type: number; ref: number; size: number; next: number } | null {
    if (this.#headerBytes === 0 && chunk.length - at >= HEADER_BYTES) return this.#parse(chunk, at, at + HEADER_BYTES);
    const taken = chunk.copy(this.#header, this.#headerBytes, at);
    this.#headerBytes += taken;
    // A stranger's first four bytes are enough to send it away.
    if (this.#headerBytes >= 4) this.#payloadSize(this.#header, 0);
    if (this.#headerBytes < HEADER_BYTES) return null;
    this.#headerBytes = 0;
    return this.#parse(this.#header, 0, at + taken);
  }

  #parse(bytes: Buffer, at: number, next: number): { type: number; ref: number; size: number; next: number } {
    return { type: bytes.readUInt8(at + 4), ref: bytes.readUInt32LE(at + 5), size: this.#payloadSize(bytes, at), next };
  }

  #payloadSize(bytes: Buffer, at: number): number {
    const size = bytes.readUInt32LE(at) - COUNTED_HEADER;
    if (size < 0) throw new FrameError('frame is shorter than its header');
    if (size > this.#maxPayload) throw new FrameError(`frame of ${size} bytes, at most ${this.#maxPayload} allowed`);
    return size;
  }
}
