import { describe, expect, it } from 'vitest';
import { createBus, createEventStreams } from '../../../../src-main/engine/bus/index.ts';
import type { EngineEvent } from '../../../../src-shared/contract/index.ts';

const notice = (message: string) => ({ type: 'notice' as const, message, values: {} });
const setUp = (limits: { perConnection?: number; queueLimit?: number } = {}) => {
  const bus = createBus('epoch-1');
  return { bus, streams: createEventStreams({ bus, snapshot: async () => [], ...limits }) };
};

async function take(stream: AsyncIterator<EngineEvent, void>, count: number): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  while (events.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

describe('an event stream', () => {
  it('starts with a snapshot and goes on with every change, numbered without a hole', async () => {
    const { bus, streams } = setUp();
    bus.publish(notice('before'));
    const stream = streams.open({ connection: 'a' });
    bus.publish(notice('one'));
    const reading = take(stream, 3);
    bus.publish(notice('two'));
    expect(await reading).toEqual([
      { type: 'snapshot', seq: 1, epoch: 'epoch-1', sessions: [] },
      { ...notice('one'), seq: 2 },
      { ...notice('two'), seq: 3 },
    ]);
    await stream.return();
  });

  it('gives a change that happens while the snapshot is taken after the snapshot, never before and never not', async () => {
    const bus = createBus();
    const taking = Promise.withResolvers<[]>();
    const streams = createEventStreams({ bus, snapshot: () => taking.promise });
    const reading = take(streams.open({ connection: 'a' }), 2);
    bus.publish(notice('meanwhile'));
    taking.resolve([]);
    expect((await reading).map((event) => [event.type, event.seq])).toEqual([
      ['snapshot', 0],
      ['notice', 1],
    ]);
  });

  it('is closed when its reader falls far behind, and does not hold up the others', async () => {
    const { bus, streams } = setUp({ queueLimit: 3 });
    const slow = streams.open({ connection: 'a' });
    const quick = streams.open({ connection: 'b' });
    await take(quick, 1);
    for (let i = 0; i < 10; i += 1) {
      bus.publish(notice(String(i)));
      await take(quick, 1);
    }
    expect(await take(slow, 1)).toEqual([]);
    bus.publish(notice('more'));
    expect(await take(quick, 1)).toMatchObject([{ message: 'more', seq: 11 }]);
  });

  it('ends a reader that waits when its connection goes', async () => {
    const { streams } = setUp();
    const connection = new AbortController();
    const stream = streams.open({ connection: 'a', signal: connection.signal });
    await take(stream, 1);
    const waiting = stream.next();
    connection.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('is refused beyond the limit of its caller only, and allowed again when one closes', async () => {
    const { streams } = setUp({ perConnection: 2 });
    const first = streams.open({ connection: 'a' });
    streams.open({ connection: 'a' });
    expect(() => streams.open({ connection: 'a' })).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS', context: { limit: 2 } }));
    streams.open({ connection: 'b' });
    await first.return();
    streams.open({ connection: 'a' });
    streams.closeAll();
  });

  it('counts nothing for a connection that was gone already', () => {
    const { streams } = setUp({ perConnection: 1 });
    const stream = streams.open({ connection: 'a', signal: AbortSignal.abort() });
    expect(streams.open({ connection: 'a' })).not.toBe(stream);
    streams.closeAll();
  });
});
