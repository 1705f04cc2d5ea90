import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Output, SKIP_BEHIND } from '#main/gateway/output.ts';
import type { ByteStream, StreamOptions } from '#main/holder/types.ts';
import type { ChildSource } from '#main/mirror/children/child-source.ts';
import type { Snapshot } from '#main/mirror/types.ts';
import { decodeGateway, encodeGateway, type GatewayMessage } from '#shared/terminal/viewer-protocol.ts';

/** A child whose stream the test drives by hand, with the holder's rules: never more than the credit. */
class ScriptedChild implements ChildSource {
  readonly cols = 80;
  readonly rows = 24;
  readonly firstAvailable = 0;
  end = 0;
  readonly exit = null;
  readonly holder = null;
  stream: (StreamOptions & { granted: number; closed: boolean }) | null = null;
  opened: number[] = [];

  open(options: StreamOptions): ByteStream {
    const stream = { ...options, granted: options.credit, closed: false };
    this.stream = stream;
    this.opened.push(options.from);
    return {
      grant: (bytes) => {
        stream.granted += bytes;
      },
      skipTo: () => {
        throw new Error('not used');
      },
      close: () => {
        stream.closed = true;
      },
    };
  }

  currentEnd(): Promise<number> {
    return Promise.resolve(this.end);
  }

  send(offset: number, bytes: number): void {
    const { stream } = this;
    if (stream === null || stream.closed || stream.granted < bytes) throw new Error('more than was granted');
    stream.granted -= bytes;
    stream.onPiece({ kind: 'data', offset, bytes: new Uint8Array(bytes) });
    this.end = Math.max(this.end, offset + bytes);
  }

  moveTo(end: number): void {
    this.end = end;
    this.stream?.onBehind?.(end);
  }
}

function viewer(options: { picture?: (atLeast: number) => Promise<Snapshot>; to?: number; credit?: number }) {
  const messages: GatewayMessage[] = [];
  const raw = (bytes: Uint8Array): void => void messages.push(decodeGateway(bytes));
  const child = new ScriptedChild();
  const done: (Error | null)[] = [];
  const output = new Output({
    source: child,
    socket: { raw, send: (message) => raw(encodeGateway(message)) },
    credit: options.credit ?? 1000,
    from: 0,
    to: options.to ?? null,
    picture: options.picture ?? null,
    onDone: (error) => done.push(error),
  });
  return { messages, child, output, done };
}

const snapshotAt = (offset: number): Snapshot => ({ offset, cols: 80, rows: 24, data: Uint8Array.of(1) });
const kinds = (messages: readonly GatewayMessage[]): string[] => messages.map(({ type }) => type);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('credit goes on to the holder, which does the counting', () => {
  const { child, output } = viewer({});
  output.start();
  child.send(0, 1000);
  expect(() => child.send(1000, 1)).toThrow('more than was granted');
  output.grant(500);
  child.send(1000, 500);
  expect(child.stream?.granted).toBe(0);
});

test('a viewer that wants every byte is never skipped', () => {
  const { child, output, messages } = viewer({});
  output.start();
  child.send(0, 1000);
  child.moveTo(10 * SKIP_BEHIND);
  output.grant(1000);
  child.send(1000, 1000);
  expect(kinds(messages)).not.toContain('snapshot');
});

test('a viewer more than four mebibytes behind gets a gap, a picture, and goes on from there', async () => {
  const asked: number[] = [];
  const { child, output, messages } = viewer({
    picture: (atLeast) => {
      asked.push(atLeast);
      return Promise.resolve(snapshotAt(atLeast));
    },
  });
  output.start();
  child.send(0, 1000);
  child.moveTo(1000 + SKIP_BEHIND);
  expect(child.stream?.closed).toBe(false);
  child.moveTo(1001 + SKIP_BEHIND);
  // It has taken nothing yet: nothing is asked of the mirror for a viewer that does not look.
  expect(child.stream?.closed).toBe(true);
  expect(asked).toEqual([]);
  child.end = 9 * SKIP_BEHIND;
  output.grant(600);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([9 * SKIP_BEHIND]);
  expect(messages.slice(1)).toMatchObject([
    { type: 'gap', from: 1000, to: 9 * SKIP_BEHIND, reason: 'skipped' },
    { type: 'snapshot', offset: 9 * SKIP_BEHIND },
  ]);
  expect(child.opened).toEqual([0, 9 * SKIP_BEHIND]);
  expect(child.stream?.granted).toBe(600);
});

test('one that allows more than the gateway sends ahead is skipped as well', async () => {
  const credit = 16 * SKIP_BEHIND;
  const { child, output, messages } = viewer({ credit, picture: (atLeast) => Promise.resolve(snapshotAt(atLeast)) });
  output.start();
  child.send(0, 2 * SKIP_BEHIND);
  child.moveTo(4 * SKIP_BEHIND);
  output.grant(2 * SKIP_BEHIND);
  await vi.runAllTimersAsync();
  expect(kinds(messages)).toEqual(['data', 'gap', 'snapshot']);
});

test('skips follow each other with a pause', async () => {
  let pictures = 0;
  const { child, output } = viewer({
    picture: (atLeast) => {
      pictures += 1;
      return Promise.resolve(snapshotAt(atLeast));
    },
  });
  output.start();
  child.moveTo(2 * SKIP_BEHIND);
  output.grant(1000);
  await vi.advanceTimersByTimeAsync(1);
  child.moveTo(4 * SKIP_BEHIND);
  await vi.advanceTimersByTimeAsync(400);
  expect(pictures).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(pictures).toBe(2);
});

test('a viewer goes on where it is while its picture takes its time, and is skipped when that comes', async () => {
  const made = Promise.withResolvers<Snapshot>();
  const { child, output, messages } = viewer({ picture: () => made.promise });
  output.start();
  child.send(0, 1000);
  child.moveTo(4 * SKIP_BEHIND);
  output.grant(1000);
  await vi.advanceTimersByTimeAsync(100);
  expect(child.opened).toEqual([0]);
  await vi.advanceTimersByTimeAsync(100);
  expect(child.opened).toEqual([0, 1000]);
  child.send(1000, 600);
  // One picture at a time.
  child.moveTo(8 * SKIP_BEHIND);
  const waiting = child.stream;
  made.resolve(snapshotAt(4 * SKIP_BEHIND));
  await vi.advanceTimersByTimeAsync(0);
  expect(waiting?.closed).toBe(true);
  expect(messages).toMatchObject([
    { type: 'data', offset: 0 },
    { type: 'data', offset: 1000 },
    { type: 'gap', from: 1600, to: 4 * SKIP_BEHIND, reason: 'skipped' },
    { type: 'snapshot', offset: 4 * SKIP_BEHIND },
  ]);
  expect(child.opened).toEqual([0, 1000, 4 * SKIP_BEHIND]);
  expect(child.stream?.granted).toBe(400);
});

test('one that comes further by itself than its late picture goes on without it', async () => {
  const made = Promise.withResolvers<Snapshot>();
  const { child, output, messages } = viewer({ picture: () => made.promise, credit: 4 * SKIP_BEHIND });
  output.start();
  child.moveTo(SKIP_BEHIND + 1);
  output.grant(SKIP_BEHIND);
  await vi.advanceTimersByTimeAsync(200);
  child.send(0, SKIP_BEHIND + 10);
  made.resolve(snapshotAt(SKIP_BEHIND + 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(kinds(messages)).toEqual(['data']);
  expect(child.stream?.closed).toBe(false);
});

test('one that leaves while its picture is late hears nothing more', async () => {
  const made = Promise.withResolvers<Snapshot>();
  const { child, output, messages } = viewer({ picture: () => made.promise });
  output.start();
  child.moveTo(4 * SKIP_BEHIND);
  await vi.advanceTimersByTimeAsync(50);
  output.close();
  await vi.advanceTimersByTimeAsync(500);
  made.resolve(snapshotAt(4 * SKIP_BEHIND));
  await vi.advanceTimersByTimeAsync(0);
  expect(messages).toEqual([]);
  expect(child.opened).toEqual([0]);
});

test('a picture from before what the viewer has is not shown', async () => {
  const { child, output, messages } = viewer({ picture: () => Promise.resolve(snapshotAt(10)) });
  output.start();
  child.send(0, 1000);
  child.moveTo(2 * SKIP_BEHIND);
  output.grant(1000);
  await vi.runAllTimersAsync();
  expect(kinds(messages)).toEqual(['data']);
  expect(child.opened).toEqual([0, 1000]);
});

test('a range ends exactly where it was to end', () => {
  const { child, output, messages, done } = viewer({ to: 150 });
  output.start();
  child.send(0, 100);
  child.send(100, 100);
  expect(messages.map((m) => (m.type === 'data' ? m.bytes.length : 0)).reduce((a, b) => a + b)).toBe(150);
  expect(done).toEqual([null]);
  expect(child.stream?.closed).toBe(true);
});

test('a mirror that cannot be had ends the output with the reason', async () => {
  const { child, output, done } = viewer({ picture: () => Promise.reject(new Error('no mirror')) });
  output.start();
  child.moveTo(2 * SKIP_BEHIND);
  output.grant(1000);
  await vi.runAllTimersAsync();
  expect(done).toMatchObject([{ message: 'no mirror' }]);
});
