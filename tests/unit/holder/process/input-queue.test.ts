import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InputSink } from '../../../../src-main/holder/process/fd-sink.ts';
import { InputQueue } from '../../../../src-main/holder/process/input-queue.ts';

/** A sink that takes a write now or when told. */
class TestSink implements InputSink {
  readonly taken: string[] = [];
  patient = false;
  #waiting: { readonly bytes: Buffer; readonly done: (error: Error | null) => void } | null = null;

  write(bytes: Buffer, done: (error: Error | null) => void): void {
    if (this.#waiting !== null) throw new Error('two writes at once');
    this.#waiting = { bytes, done };
    if (!this.patient) this.take();
  }

  take(): boolean {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) return false;
    this.taken.push(waiting.bytes.toString());
    waiting.done(null);
    return true;
  }

  close(): void {
    this.#waiting = null;
  }
}

describe('the input queue', () => {
  test('hands over each call whole and in order, however the pieces of several arrive', () => {
    const calls = fc.array(fc.array(fc.integer({ min: 0, max: 9 }).map(String), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(calls, fc.infiniteStream(fc.nat()), fc.boolean(), (pieces, choices, patient) => {
        const sink = new TestSink();
        sink.patient = patient;
        const queue = new InputQueue('child', sink);
        const left = pieces.map((call, key) => ({ key, call: [...call] }));
        let done = 0;
        const started: number[] = [];
        while (left.length > 0) {
          const one = left[(choices.next().value ?? 0) % left.length]!;
          const piece = one.call.shift()!;
          if (!started.includes(one.key)) started.push(one.key);
          const last = one.call.length === 0;
          if (last) left.splice(left.indexOf(one), 1);
          queue.add(String(one.key), Buffer.from(piece), last, (error) => {
            expect(error).toBeNull();
            done += 1;
          });
        }
        while (sink.take());
        expect(sink.taken).toEqual(started.flatMap((key) => pieces[key]!));
        expect(done).toBe(pieces.flat().length);
      }),
    );
  });

  test('goes on with others when a caller is gone in the middle of its call', () => {
    const sink = new TestSink();
    const queue = new InputQueue('child', sink);
    queue.add('gone', Buffer.from('a'), false, () => undefined);
    queue.add('next', Buffer.from('b'), true, () => undefined);
    expect(sink.taken).toEqual(['a']);
    queue.abandon('gone');
    expect(sink.taken).toEqual(['a', 'b']);
  });

  test('tells everybody who waits when the child takes no input any more', () => {
    const sink = new TestSink();
    sink.patient = true;
    const queue = new InputQueue('child', sink);
    const errors: unknown[] = [];
    for (const key of ['a', 'b', 'c']) queue.add(key, Buffer.from(key), true, (error) => errors.push(error?.code));
    queue.close();
    queue.add('d', Buffer.from('d'), true, (error) => errors.push(error?.code));
    expect(errors).toEqual(['SESSION_ENDED', 'SESSION_ENDED', 'SESSION_ENDED']);
  });

  test('a hundred thousand waiting key presses are handed over without a deep stack', () => {
    const sink = new TestSink();
    sink.patient = true;
    const queue = new InputQueue('child', sink);
    for (let i = 0; i < 100_000; i += 1) queue.add(String(i), Buffer.from('x'), true, () => undefined);
    sink.patient = false;
    sink.take();
    expect(sink.taken).toHaveLength(100_000);
  });
});
