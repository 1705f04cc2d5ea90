import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataFrames } from '#main/gateway/data-frames.ts';
import { decodeGateway } from '#shared/terminal/viewer-protocol.ts';

function collector(): { frames: DataFrames; sent: { offset: number; bytes: Uint8Array }[] } {
  const sent: { offset: number; bytes: Uint8Array }[] = [];
  const frames = new DataFrames((message) => {
    const decoded = decodeGateway(message);
    if (decoded.type === 'data') sent.push({ offset: decoded.offset, bytes: decoded.bytes.slice() });
  });
  return { frames, sent };
}

test('pieces of one tick leave together when the tick ends', async () => {
  const { frames, sent } = collector();
  frames.push(10, Uint8Array.of(1, 2));
  frames.push(12, Uint8Array.of(3));
  expect(sent).toEqual([]);
  await Promise.resolve();
  expect(sent).toEqual([{ offset: 10, bytes: Uint8Array.of(1, 2, 3) }]);
});

test('pieces that do not follow each other are not joined', async () => {
  const { frames, sent } = collector();
  frames.push(10, Uint8Array.of(1));
  frames.push(20, Uint8Array.of(2));
  await Promise.resolve();
  expect(sent.map(({ offset }) => offset)).toEqual([10, 20]);
});

test('whatever the sizes, the bytes come out once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 20_000, max: 90_000 })), { maxLength: 30 }),
      fc.array(fc.boolean()),
      async (sizes, pauses) => {
        const { frames, sent } = collector();
        let offset = 5;
        for (const [index, size] of sizes.entries()) {
          frames.push(
            offset,
            new Uint8Array(size).map((_, at) => (offset + at) & 0xff),
          );
          offset += size;
          if (pauses[index]) await Promise.resolve();
        }
        frames.flush();
        let expected = 5;
        for (const { offset: at, bytes } of sent) {
          expect(at).toBe(expected);
          for (let index = 0; index < bytes.length; index += 997) expect(bytes[index]).toBe((at + index) & 0xff);
          expected += bytes.length;
        }
        expect(expected).toBe(offset);
      },
    ),
    { numRuns: 50 },
  );
});
