import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '#shared/contract/index.ts';
import { EventPosition, followEvents } from '#shared/events/follow.ts';

const snapshot = (seq: number): EngineEvent => ({ type: 'snapshot', seq, sessions: [] });
const notice = (seq: number | null): EngineEvent => ({ type: 'notice', seq, message: `n${seq}`, values: {} });
const heartbeat = (seq: number): EngineEvent => ({ type: 'heartbeat', seq, at: 1 });
const reset = (seq: number): EngineEvent => ({ type: 'reset', seq, reason: 'too-old' });

/** An engine of which each subscription gives the next of these streams. */
function engineWith(...streams: readonly (readonly EngineEvent[])[]) {
  const asked: (number | null)[] = [];
  const applied: string[] = [];
  const follow = (position: EventPosition, signal?: AbortSignal) =>
    followEvents({
      subscribe: async (after) => {
        const events = streams[asked.length] ?? [];
        asked.push(after);
        return (async function* () {
          yield* events;
        })();
      },
      position,
      apply: (event) => void applied.push(`${event.type} ${event.seq}`),
      ...(signal === undefined ? {} : { signal }),
    });
  return { follow, asked, applied };
}

describe("a reader of the engine's events", () => {
  it('takes them in their order after a snapshot, and ignores what it has', async () => {
    const { follow, applied } = engineWith([snapshot(4), notice(4), notice(5), heartbeat(5), notice(6)]);
    await follow(new EventPosition());
    expect(applied).toEqual(['snapshot 4', 'notice 5', 'heartbeat 5', 'notice 6']);
  });

  it('goes on after its last event on the next connection, with nothing twice', async () => {
    const { follow, asked, applied } = engineWith([snapshot(1), notice(2)], [notice(3), notice(4)]);
    const position = new EventPosition();
    await follow(position);
    await follow(position);
    expect(asked).toEqual([null, 2]);
    expect(applied).toEqual(['snapshot 1', 'notice 2', 'notice 3', 'notice 4']);
  });

  it('fills a hole by asking again from where it is', async () => {
    const { follow, asked, applied } = engineWith([snapshot(1), notice(2), notice(4)], [notice(3), notice(4), notice(5)]);
    await follow(new EventPosition());
    expect(asked).toEqual([null, 2]);
    expect(applied).toEqual(['snapshot 1', 'notice 2', 'notice 3', 'notice 4', 'notice 5']);
  });

  it('learns from a heartbeat that it missed something', async () => {
    const { follow, asked, applied } = engineWith([snapshot(1), heartbeat(2)], [notice(2)]);
    await follow(new EventPosition());
    expect(asked).toEqual([null, 1]);
    expect(applied).toEqual(['snapshot 1', 'notice 2']);
  });

  it('takes an event that could not be kept without moving', async () => {
    const { follow, applied } = engineWith([snapshot(1), notice(null), notice(2)]);
    const position = new EventPosition();
    await follow(position);
    expect(applied).toEqual(['snapshot 1', 'notice null', 'notice 2']);
    expect(position.seq).toBe(2);
  });

  it('begins from nothing when a reset was not followed by its snapshot', async () => {
    const { follow, asked, applied } = engineWith([snapshot(9)], [reset(20)], [snapshot(21), notice(22)]);
    const position = new EventPosition();
    await follow(position);
    await follow(position);
    await follow(position);
    expect(asked).toEqual([null, 9, null]);
    expect(applied).toEqual(['snapshot 9', 'reset 20', 'snapshot 21', 'notice 22']);
  });

  it('takes nothing more of a stream that it has left, so that the next one gives it', async () => {
    const { follow, applied } = engineWith([snapshot(1), notice(2)], [notice(2)]);
    const position = new EventPosition(1);
    await follow(position, AbortSignal.abort());
    expect(applied).toEqual([]);
    expect(position.seq).toBe(1);
    await follow(position);
    expect(applied).toEqual(['notice 2']);
  });
});
