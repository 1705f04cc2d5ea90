import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Utf8Carry } from '#shared/terminal/utf8-carry.ts';

test('however the bytes are cut, whole characters come out and none is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(fc.nat(), { maxLength: 6 }), (text, cuts) => {
      const bytes = new TextEncoder().encode(text);
      const points = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
      const carry = new Utf8Carry();
      let out = '';
      let at = 0;
      for (const point of points) {
        out += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(carry.push(bytes.subarray(at, point)));
        at = point;
      }
      expect(out).toBe(text);
      expect(carry.held).toBe(0);
    }),
  );
});

test('bytes that are no UTF-8 pass unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(), (bytes, cut) => {
      const carry = new Utf8Carry();
      const first = carry.push(bytes.subarray(0, cut % (bytes.length + 1))).slice();
      const second = carry.push(bytes.subarray(cut % (bytes.length + 1)));
      const tail = bytes.slice(bytes.length - carry.held);
      expect([...first, ...second, ...tail]).toEqual([...bytes]);
    }),
  );
});
