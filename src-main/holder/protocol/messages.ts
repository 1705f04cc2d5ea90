import { GAP_REASONS } from '#shared/terminal/viewer-protocol.ts';
import type { ExitRecord, Piece } from '../types.ts';
import { FrameError, frameHeader, frameWithRoom, HEADER_BYTES } from './codec.ts';

/**
 * Frame types of the holder's protocol. Control frames (HELLO, CALL, WELCOME, REFUSED, RESULT, FAILED, EVENT) carry JSON and mean
 * the same in each of our protocols; the others carry bytes and fixed fields, little endian, offsets as u64.
 */
export const T = {
  // from the client
  hello: 0x01,
  call: 0x02,
  input: 0x03,
  credit: 0x04,
  skip: 0x05,
  close: 0x06,
  // from the holder
  welcome: 0x41,
  refused: 0x42,
  result: 0x43,
  failed: 0x44,
  event: 0x45,
  data: 0x46,
  gap: 0x47,
  resized: 0x48,
  exit: 0x49,
  behind: 0x4a,
  taken: 0x4b,
} as const;

/** Bytes of the offset before the output in a DATA frame. */
const OFFSET_BYTES = 8;

/** Header and offset of a DATA frame; the output itself follows, uncopied. */
export function dataFrameHead(ref: number, offset: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(HEADER_BYTES + OFFSET_BYTES);
  frameHeader(T.data, ref, OFFSET_BYTES + length).copy(head);
  writeU64(head, HEADER_BYTES, offset);
  return head;
}

/** A frame for any piece of a stream but data. */
export function encodePiece(ref: number, piece: Exclude<Piece, { kind: 'data' }>): Buffer {
  switch (piece.kind) {
    case 'gap': {
      const out = frameWithRoom(T.gap, ref, 17);
      writeU64(out, HEADER_BYTES, piece.from);
      writeU64(out, HEADER_BYTES + 8, piece.to);
      out.writeUInt8(GAP_REASONS.indexOf(piece.reason), HEADER_BYTES + 16);
      return out;
    }
    case 'resized': {
      const out = frameWithRoom(T.resized, ref, 12);
      writeU64(out, HEADER_BYTES, piece.offset);
      out.writeUInt16LE(piece.cols, HEADER_BYTES + 8);
      out.writeUInt16LE(piece.rows, HEADER_BYTES + 10);
      return out;
    }
    case 'exit': {
      const { code, signal, at } = piece.exit;
      const name = Buffer.from(signal ?? '');
      const out = frameWithRoom(T.exit, ref, 21 + name.length);
      writeU64(out, HEADER_BYTES, piece.offset);
      writeU64(out, HEADER_BYTES + 8, at);
      out.writeUInt8(code === null ? 0 : 1, HEADER_BYTES + 16);
      out.writeInt32LE(code ?? 0, HEADER_BYTES + 17);
      name.copy(out, HEADER_BYTES + 21);
      return out;
    }
  }
}

/** The piece in a stream frame; null for a frame type that carries none. @throws FrameError */
export function decodePiece(type: number, payload: Buffer): Piece | null {
  switch (type) {
    case T.data:
      return { kind: 'data', offset: readU64(atLeast(payload, 8), 0), bytes: payload.subarray(8) };
    case T.gap: {
      const reason = GAP_REASONS[atLeast(payload, 17).readUInt8(16)];
      if (reason === undefined) throw new FrameError('unknown reason of a gap');
      return { kind: 'gap', from: readU64(payload, 0), to: readU64(payload, 8), reason };
    }
    case T.resized:
      return { kind: 'resized', offset: readU64(atLeast(payload, 12), 0), cols: payload.readUInt16LE(8), rows: payload.readUInt16LE(10) };
    case T.exit: {
      const name = atLeast(payload, 21).toString('utf8', 21);
      const exit: ExitRecord = {
        code: payload.readUInt8(16) === 1 ? payload.readInt32LE(17) : null,
        signal: name === '' ? null : name,
        at: readU64(payload, 8),
      };
      return { kind: 'exit', offset: readU64(payload, 0), exit };
    }
    default:
      return null;
  }
}

/** CREDIT and TAKEN: a number of bytes. */
export function encodeU32(type: number, ref: number, value: number): Buffer {
  const out = frameWithRoom(type, ref, 4);
  out.writeUInt32LE(value, HEADER_BYTES);
  return out;
}

/** @throws FrameError */
export function decodeU32(payload: Buffer): number {
  return atLeast(payload, 4).readUInt32LE(0);
}

/** SKIP and BEHIND: an offset. */
export function encodeOffset(type: number, ref: number, offset: number): Buffer {
  const out = frameWithRoom(type, ref, 8);
  writeU64(out, HEADER_BYTES, offset);
  return out;
}

/** @throws FrameError */
export function decodeOffset(payload: Buffer): number {
  return readU64(atLeast(payload, 8), 0);
}

/** Marks in the first byte of an INPUT frame. */
const LAST = 1;
const MORE = 2;

/** What an INPUT frame is in its call: the last one; under a lease also one whose write goes on in the next frame. */
export interface InputMarks {
  readonly last: boolean;
  readonly more?: boolean;
}

/**
 * Head of an INPUT frame: `u8 marks | u8 length of id | id`, then the bytes. All frames of one call share a ref; what other
 * callers send meanwhile waits until the one marked `last`.
 */
export function inputFrameHead(ref: number, childId: string, { last, more = false }: InputMarks, length: number): Buffer {
  const id = Buffer.from(childId);
  const head = Buffer.allocUnsafe(HEADER_BYTES + 2 + id.length);
  frameHeader(T.input, ref, 2 + id.length + length).copy(head);
  head.writeUInt8((last ? LAST : 0) | (more ? MORE : 0), HEADER_BYTES);
  head.writeUInt8(id.length, HEADER_BYTES + 1);
  id.copy(head, HEADER_BYTES + 2);
  return head;
}

/** @throws FrameError */
export function decodeInput(payload: Buffer): Required<InputMarks> & { readonly childId: string; readonly bytes: Buffer } {
  const idEnd = 2 + atLeast(payload, 2).readUInt8(1);
  return {
    childId: atLeast(payload, idEnd).toString('latin1', 2, idEnd),
    last: (payload.readUInt8(0) & LAST) !== 0,
    more: (payload.readUInt8(0) & MORE) !== 0,
    bytes: payload.subarray(idEnd),
  };
}

function atLeast(payload: Buffer, bytes: number): Buffer {
  if (payload.length < bytes) throw new FrameError(`payload of ${payload.length} bytes, at least ${bytes} expected`);
  return payload;
}

function writeU64(out: Buffer, at: number, value: number): void {
  out.writeUInt32LE(value % 0x1_0000_0000, at);
  out.writeUInt32LE(Math.floor(value / 0x1_0000_0000), at + 4);
}

function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}
