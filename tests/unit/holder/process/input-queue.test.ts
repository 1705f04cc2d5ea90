import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

/** One who writes under leases, as far as it is told. */
class Leaser {
  readonly queue: InputQueue;
  readonly key: string;
  granted: string | null = null;
  over = false;

  constructor(queue: InputQueue, key: string) {
    this.queue = queue;
    this.key = key;
  }

  ask(ms = 100): this {
    this.queue.lease(this.key, ms, {
      granted: (error) => {
        this.granted = error?.code ?? 'yes';
      },
      over: () => {
        this.over = true;
      },
    });
    return this;
  }

  write(text: string, more = false): void {
    this.queue.add(this.key, Buffer.from(text), false, () => undefined, more);
  }
}

describe('a lease', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const open = (patient = false) => {
    const sink = new TestSink();
    sink.patient = patient;
    const queue = new InputQueue('child', sink);
    const type = (text: string) => queue.add(`${text} ${Math.random()}`, Buffer.from(text), true, () => undefined);
    return { sink, queue, type };
  };

  test('is granted at once when nobody writes, and keeps others waiting until it is given back', () => {
    const { sink, queue, type } = open();
    const leaser = new Leaser(queue, 'l').ask();
    expect(leaser.granted).toBe('yes');
    type('a');
    leaser.write('1');
    type('b');
    leaser.write('2');
    expect(sink.taken).toEqual(['1', '2']);
    queue.abandon('l');
    expect(sink.taken).toEqual(['1', '2', 'a', 'b']);
    expect(leaser.over).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits for who came before it, and its time runs from its turn on', () => {
    const { sink, queue, type } = open(true);
    type('a');
    const leaser = new Leaser(queue, 'l').ask();
    expect(leaser.granted).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1000);
    sink.take();
    expect(leaser.granted).toBe('yes');
    vi.advanceTimersByTime(99);
    expect(leaser.over).toBe(false);
    vi.advanceTimersByTime(1);
    expect(leaser.over).toBe(true);
  });

  test('ends with its time: what came within it is in, and those who waited go on', () => {
    const { sink, queue, type } = open();
    const leaser = new Leaser(queue, 'l').ask();
    leaser.write('1');
    type('a');
    const next = new Leaser(queue, 'm').ask();
    vi.advanceTimersByTime(100);
    expect(sink.taken).toEqual(['1', 'a']);
    expect([leaser.over, next.granted]).toEqual([true, 'yes']);
    queue.abandon('m');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that ends in the middle of a write takes the rest of the write, and nothing after', () => {
    const { sink, queue, type } = open();
    const leaser = new Leaser(queue, 'l').ask();
    leaser.write('half ', true);
    type('a');
    vi.advanceTimersByTime(500);
    expect(leaser.over).toBe(false);
    leaser.write('whole');
    expect(sink.taken).toEqual(['half ', 'whole', 'a']);
    expect(leaser.over).toBe(true);
  });

  test('does not wait for ever for the rest of a write whose sender was stopped', () => {
    const sink = new TestSink();
    const queue = new InputQueue('child', sink);
    const leaser = new Leaser(queue, 'l').ask();
    leaser.write('half ', true);
    queue.add('other', Buffer.from('key'), true, () => undefined);
    vi.advanceTimersByTime(1000);
    expect(sink.taken).toEqual(['half ']);
    vi.advanceTimersByTime(200);
    expect(sink.taken).toEqual(['half ', 'key']);
    expect(leaser.over).toBe(true);
  });

  test('of a program that ends while somebody waits is refused', () => {
    const { queue, type } = open(true);
    type('a');
    const leaser = new Leaser(queue, 'l').ask();
    queue.close();
    expect([leaser.granted, new Leaser(queue, 'm').ask().granted]).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('given up while it waited costs nobody anything', () => {
    const { sink, queue, type } = open(true);
    type('a');
    new Leaser(queue, 'l').ask();
    type('b');
    queue.abandon('l');
    while (sink.take());
    expect(sink.taken).toEqual(['a', 'b']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keeps every writer’s order, loses nothing and lets nobody in between, whatever happens when', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('type' as const), who: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), who: fc.nat(2) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), who: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), who: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), who: fc.nat(120) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), who: fc.constant(0) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, patient) => {
        const { sink, queue } = open(patient);
        const sent = new Map<string, string[]>();
        const leases = new Map<number, { readonly leaser: Leaser; released: boolean }>();
        let serial = 0;
        const note = (writer: string): string => {
          serial += 1;
          const text = `${writer}:${serial}`;
          sent.set(writer, [...(sent.get(writer) ?? []), text]);
          return text;
        };
        for (const { kind, who } of steps) {
          const held = leases.get(who);
          const live = held !== undefined && !held.released && held.leaser.granted === 'yes' && !held.leaser.over;
          if (kind === 'type') queue.add(`typed ${serial}`, Buffer.from(note(`typist${who}`)), true, () => undefined);
          else if (kind === 'ask' && (held === undefined || held.released || held.leaser.over)) {
            serial += 1;
            leases.set(who, { leaser: new Leaser(queue, `lease ${serial}`).ask(), released: false });
          } else if (kind === 'write' && live && held !== undefined) held.leaser.write(note(held.leaser.key));
          else if (kind === 'release' && held !== undefined && !held.released) {
            held.released = true;
            queue.abandon(held.leaser.key);
          } else if (kind === 'wait') vi.advanceTimersByTime(who);
          else if (kind === 'take') sink.take();
        }
        vi.advanceTimersByTime(1000);
        for (let i = 0; i < 200; i += 1) {
          sink.take();
          vi.advanceTimersByTime(100);
        }
        const writerOf = (text: string) => text.slice(0, text.indexOf(':'));
        for (const [writer, texts] of sent) expect(sink.taken.filter((text) => writerOf(text) === writer)).toEqual(texts);
        expect(sink.taken).toHaveLength([...sent.values()].flat().length);
        // A lease's writes stand together.
        const leased = sink.taken.map(writerOf);
        for (const writer of sent.keys()) {
          if (!writer.startsWith('lease')) continue;
          expect(leased.lastIndexOf(writer) - leased.indexOf(writer) + 1).toBe(sent.get(writer)?.length);
        }
        expect(vi.getTimerCount()).toBe(0);
      }),
    );
  });
});
