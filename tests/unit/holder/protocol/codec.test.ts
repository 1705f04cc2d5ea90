import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeJson,
  encodeFrame,
  encodeJson,
  FrameDecoder,
  FrameError,
  MAX_HELLO_PAYLOAD,
} from '../../../../src-main/holder/protocol/codec.ts';

interface Plain {
  readonly type: number;
  readonly ref: number;
  readonly payload: Uint8Array;
}

const frame = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  ref: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

function encodeAll(frames: readonly Plain[]): Buffer {
  return Buffer.concat(frames.map(({ type, ref, payload }) => encodeFrame(type, ref, payload)));
}

/** Cuts a buffer at positions given as fractions of its length. */
function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

function decodeAll(pieces: readonly Buffer[], limit = 1000): { frames: Plain[]; error: unknown; partial: boolean } {
  const decoder = new FrameDecoder(limit);
  const frames: Plain[] = [];
  let error: unknown;
  try {
    for (const piece of pieces)
      decoder.push(piece, ({ type, ref, payload }) => frames.push({ type, ref, payload: new Uint8Array(payload) }));
  } catch (caught) {
    error = caught;
  }
  return { frames, error, partial: decoder.partial };
}

describe('the frame codec', () => {
  test('gives back the frames that went in, however the bytes were split on their way', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }),
        (frames, cuts) => {
          const { frames: got, error, partial } = decodeAll(split(encodeAll(frames), cuts));
          expect(error).toBeUndefined();
          expect(partial).toBe(false);
          expect(got).toEqual(frames);
        },
      ),
    );
  });

  test('gives back the frames that went in, one byte at a time', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 3 }), (frames) => {
        const bytes = encodeAll(frames);
        const { frames: got } = decodeAll([...bytes].map((byte) => Buffer.from([byte])));
        expect(got).toEqual(frames);
      }),
    );
  });

  test('hands out only whole frames of a stream that was cut off, and knows that it was', () => {
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (frames, where) => {
        const bytes = encodeAll(frames);
        const kept = Math.floor(where * bytes.length);
        const { frames: got, error, partial } = decodeAll([bytes.subarray(0, kept)]);
        expect(error).toBeUndefined();
        expect(got).toEqual(frames.slice(0, got.length));
        expect(partial).toBe(encodeAll(frames.slice(0, got.length)).length !== kept);
      }),
    );
  });

  test('takes any garbage without anything but a frame error, and reserves no more than it allows', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }),
        (garbage, cuts) => {
          const { frames, error } = decodeAll(split(Buffer.from(garbage), cuts), 64);
          expect(error === undefined || error instanceof FrameError).toBe(true);
          for (const { payload } of frames) expect(payload.length).toBeLessThanOrEqual(64);
        },
      ),
    );
  });

  test('refuses a frame over the limit by its first four bytes, before any of its payload has come', () => {
    const tooLarge = encodeFrame(1, 1, new Uint8Array(MAX_HELLO_PAYLOAD + 1));
    const { error } = decodeAll([tooLarge.subarray(0, 4)], MAX_HELLO_PAYLOAD);
    expect(error).toBeInstanceOf(FrameError);
    expect(decodeAll([encodeFrame(1, 1, new Uint8Array(MAX_HELLO_PAYLOAD))], MAX_HELLO_PAYLOAD).error).toBeUndefined();
  });

  test('refuses a frame that is shorter than its own header', () => {
    expect(decodeAll([Buffer.from([4, 0, 0, 0, 1, 0, 0, 0, 0])]).error).toBeInstanceOf(FrameError);
  });

  test('what a web browser says is no frame', () => {
    expect(decodeAll([Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')], MAX_HELLO_PAYLOAD).error).toBeInstanceOf(FrameError);
  });

  test('stops handing out frames in the middle of its input when told so', () => {
    const decoder = new FrameDecoder(100);
    const got: number[] = [];
    decoder.push(encodeAll([1, 2, 3].map((type) => ({ type, ref: 0, payload: new Uint8Array(4) }))), ({ type }) => {
      got.push(type);
      if (type === 2) decoder.stop();
    });
    expect(got).toEqual([1, 2]);
  });

  test('a payload stays what it was when more input comes', () => {
    const decoder = new FrameDecoder(100);
    const payloads: Buffer[] = [];
    const bytes = encodeFrame(1, 1, Buffer.from('first'));
    decoder.push(bytes.subarray(0, 11), (got) => payloads.push(got.payload));
    decoder.push(Buffer.concat([bytes.subarray(11), encodeFrame(1, 2, Buffer.from('other'))]), (got) => payloads.push(got.payload));
    expect(payloads.map(String)).toEqual(['first', 'other']);
  });

  test('JSON payloads come back; an empty payload is undefined, and no JSON is a frame error', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(decodeJson(encodeJson(1, 1, value).subarray(9))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(decodeJson(encodeJson(1, 1, undefined).subarray(9))).toBeUndefined();
    expect(() => decodeJson(Buffer.from('{"cut'))).toThrow(FrameError);
  });
});
