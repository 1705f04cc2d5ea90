import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventFeed } from '#renderer/app/event-feed.ts';
import type { EngineClient } from '#renderer/rpc/client.ts';
import { CLOSE } from '#renderer/rpc/reconnect.ts';
import { type EngineEvent, HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/index.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const snapshot = (seq: number): EngineEvent => ({ type: 'snapshot', seq, sessions: [] });
const notice = (seq: number): EngineEvent => ({ type: 'notice', seq, message: `n${seq}`, values: {} });

/** A window's feed, and the engine's side of its streams: each subscription is a queue that the test fills and ends. */
function feed() {
  const streams: { readonly after: number | undefined; push(event: EngineEvent): void; end(): void }[] = [];
  const events = async ({ after }: { readonly after?: number }) => {
    const stream = new TransformStream<EngineEvent, EngineEvent>();
    const writer = stream.writable.getWriter();
    streams.push({ after, push: (event) => void writer.write(event), end: () => void writer.close() });
    return stream.readable.values();
  };
  const dropped: [number, number | undefined][] = [];
  const connection = {
    client: { system: { events } } as unknown as EngineClient,
    drop: (code: number, since?: number) => void dropped.push([code, since]),
  };
  const applied: string[] = [];
  const own = new EventFeed(connection, 'win_x', (event) => applied.push(`${event.type} ${event.seq}`));
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { feed: own, streams, applied, dropped, settle };
}

describe('what a window hears', () => {
  it('goes on after the last event when the connection is a new one', async () => {
    const { feed: own, streams, applied, settle } = feed();
    own.opened();
    own.start();
    await settle();
    streams[0]?.push(snapshot(3));
    streams[0]?.push(notice(4));
    await settle();
    own.stop();
    // The old stream still had something when it was left: the next one gives it again.
    streams[0]?.push(notice(5));
    own.opened();
    own.start();
    await settle();
    streams[1]?.push(notice(5));
    await settle();
    own.stop();
    expect(streams.map(({ after }) => after)).toEqual([undefined, 4]);
    expect(applied).toEqual(['snapshot 3', 'notice 4', 'notice 5']);
  });

  it('is asked for again when its stream ends and the connection lives', async () => {
    const { feed: own, streams, settle } = feed();
    own.start();
    await settle();
    streams[0]?.push(snapshot(3));
    await settle();
    streams[0]?.end();
    await vi.advanceTimersByTimeAsync(500);
    expect(streams.map(({ after }) => after)).toEqual([undefined, 3]);
    own.stop();
  });

  it('is given up when nothing comes, not even a heartbeat, with the age of what is known', async () => {
    const { feed: own, streams, applied, dropped } = feed();
    own.opened();
    own.start();
    await vi.advanceTimersByTimeAsync(2_000);
    streams[0]?.push(snapshot(3));
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
    streams[0]?.push({ type: 'heartbeat', seq: 3, at: 1 });
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * (MISSED_HEARTBEATS + 1));
    expect(dropped).toEqual([[CLOSE.silent, 2_000 + HEARTBEAT_MS]]);
    expect(applied).toEqual(['snapshot 3']);
    own.stop();
  });

  it('is expected from the opening on: an engine that hangs before the first word is given up as well', async () => {
    const { feed: own, dropped } = feed();
    own.opened();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * MISSED_HEARTBEATS);
    expect(dropped).toEqual([[CLOSE.silent, 0]]);
  });
});
