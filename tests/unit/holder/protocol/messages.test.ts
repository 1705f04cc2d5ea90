import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, FrameDecoder, FrameError, MAX_PAYLOAD } from '../../../../src-main/holder/protocol/codec.ts';
import {
  dataFrameHead,
  decodeInput,
  decodeOffset,
  decodePiece,
  decodeU32,
  encodeOffset,
  encodePiece,
  encodeU32,
  inputFrameHead,
  T,
} from '../../../../src-main/holder/protocol/messages.ts';
import { negotiate } from '../../../../src-main/holder/protocol/versions.ts';
import type { Piece } from '../../../../src-main/holder/types.ts';

const offset = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const piece: fc.Arbitrary<Exclude<Piece, { kind: 'data' }>> = fc.oneof(
  fc.record({
    kind: fc.constant('gap' as const),
    from: offset,
    to: offset,
    reason: fc.constantFrom('expired', 'damaged', 'skipped', 'disk-full'),
  }),
  fc.record({
    kind: fc.constant('resized' as const),
    offset,
    cols: fc.integer({ min: 1, max: 65535 }),
    rows: fc.integer({ min: 1, max: 65535 }),
  }),
  fc.record({
    kind: fc.constant('exit' as const),
    offset,
    exit: fc.oneof(
      fc.record({ code: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), signal: fc.constant(null), at: offset }),
      fc.record({ code: fc.constant(null), signal: fc.constantFrom('SIGKILL', 'SIGHUP'), at: offset }),
    ),
  }),
);

function only(bytes: Buffer): Frame {
  const frames: Frame[] = [];
  new FrameDecoder(MAX_PAYLOAD).push(bytes, (frame) => frames.push(frame));
  expect(frames).toHaveLength(1);
  return frames[0]!;
}

describe('the messages', () => {
  test('pieces of a stream come back as they were, with offsets up to 2^53', () => {
    fc.assert(
      fc.property(piece, fc.integer({ min: 1, max: 0xffff_ffff }), (sent, ref) => {
        const { type, ref: gotRef, payload } = only(encodePiece(ref, sent));
        expect(gotRef).toBe(ref);
        expect(decodePiece(type, payload)).toEqual(sent);
      }),
    );
  });

  test('data goes behind its head uncopied and comes back with its offset', () => {
    fc.assert(
      fc.property(offset, fc.uint8Array({ maxLength: 500 }), (at, bytes) => {
        const { type, payload } = only(Buffer.concat([dataFrameHead(7, at, bytes.length), bytes]));
        const got = decodePiece(type, payload);
        expect(got).toMatchObject({ kind: 'data', offset: at });
        expect(got?.kind === 'data' && Buffer.from(got.bytes).equals(bytes)).toBe(true);
      }),
    );
  });

  test('input, credit and offsets come back', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/),
        fc.boolean(),
        fc.uint8Array({ maxLength: 200 }),
        offset,
        fc.boolean(),
        (childId, last, bytes, at, more) => {
          const input = only(Buffer.concat([inputFrameHead(3, childId, { last, more }, bytes.length), bytes]));
          expect(input.type).toBe(T.input);
          const got = decodeInput(input.payload);
          expect(got).toMatchObject({ childId, last, more });
          expect(got.bytes.equals(bytes)).toBe(true);
          expect(decodeOffset(only(encodeOffset(T.behind, 1, at)).payload)).toBe(at);
          expect(decodeU32(only(encodeU32(T.credit, 1, at % 2 ** 32)).payload)).toBe(at % 2 ** 32);
        },
      ),
    );
  });

  test('a payload that is too short is a frame error, never a wrong value', () => {
    const types = [T.data, T.gap, T.resized, T.exit];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 7 }), (type, bytes) => {
        expect(() => decodePiece(type, Buffer.from(bytes))).toThrow(FrameError);
      }),
    );
    expect(() => decodeInput(Buffer.from([1]))).toThrow(FrameError);
    expect(() => decodeInput(Buffer.from([1, 5, 65]))).toThrow(FrameError);
    expect(() => decodeU32(Buffer.alloc(3))).toThrow(FrameError);
    expect(() => decodeOffset(Buffer.alloc(7))).toThrow(FrameError);
    expect(() => decodePiece(T.gap, Buffer.concat([Buffer.alloc(16), Buffer.from([99])]))).toThrow(FrameError);
  });

  test('a frame type that carries no piece is none', () => {
    expect(decodePiece(T.result, Buffer.alloc(0))).toBeNull();
  });
});

describe('version negotiation', () => {
  test.each([
    [[1, 1], [1, 1], 1],
    [[1, 3], [2, 5], 3],
    [[2, 5], [1, 3], 3],
    [[1, 2], [3, 4], null],
    [[3, 4], [1, 2], null],
  ] as const)('%j and %j agree on %j', (ours, theirs, version) => {
    expect(negotiate(ours, theirs)).toBe(version);
  });
});
