import { describe, expect, it } from 'vitest';
import { createEventStreams } from '../../../../src-main/engine/bus/index.ts';
import { CallerLimits, LIMITS } from '../../../../src-main/engine/limits/index.ts';
import type { EngineEvent, SessionInfo } from '../../../../src-shared/contract/index.ts';
import { OWNER } from '../../../support/callers.ts';
import { openEvents } from '../../../support/events.ts';
import { sql } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

interface SetUp {
  readonly folder?: string;
  readonly keep?: number;
  readonly streams?: number;
  readonly patience?: { readonly events?: number; readonly bytes?: number; readonly ms?: number };
  readonly heartbeatMs?: number;
  readonly snapshot?: () => Promise<readonly SessionInfo[]>;
}

const reader = (connection: string) => ({ connection, caller: OWNER });
const notice = (message: string) => ({ type: 'notice' as const, message, values: {} });

async function setUp({ folder, keep, snapshot = async () => [], streams: most = 50, patience, heartbeatMs = 60_000 }: SetUp = {}) {
  const events = await openEvents(folder, keep);
  const { bus, log, logger } = events;
  const streams = createEventStreams({
    bus,
    log,
    snapshot: async () => ({ sessions: [...(await snapshot())] }),
    now: () => 42,
    limits: new CallerLimits({ limits: { ...LIMITS, owner: { ...LIMITS.owner, streams: most } } }),
    logger,
    patience: { events: 1000, bytes: 4 * 1024 * 1024, ms: 30_000, ...patience },
    heartbeatMs,
  });
  const say = async (...messages: string[]) => {
    for (const message of messages) bus.publish(notice(message));
    await bus.idle();
  };
  return { ...events, streams, say };
}

async function take(stream: AsyncIterator<EngineEvent, void>, count: number): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  while (events.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

const brief = (events: readonly EngineEvent[]) =>
  events.map((event) => (event.type === 'notice' ? `${event.seq} ${event.message}` : event.type));

describe('an event stream', () => {
  it('starts with a snapshot and goes on with every change, numbered without a hole', async () => {
    const { streams, say } = await setUp();
    await say('before');
    const stream = streams.open(reader('a'));
    const reading = take(stream, 3);
    await say('one', 'two');
    expect(await reading).toEqual([
      { type: 'snapshot', seq: 1, sessions: [] },
      { ...notice('one'), seq: 2 },
      { ...notice('two'), seq: 3 },
    ]);
    await stream.return();
  });

  it('gives a change that happens while the snapshot is taken after the snapshot, never before and never not', async () => {
    const taking = Promise.withResolvers<[]>();
    const { streams, say } = await setUp({ snapshot: () => taking.promise });
    const stream = streams.open(reader('a'));
    const reading = take(stream, 2);
    await say('meanwhile');
    taking.resolve([]);
    expect(brief(await reading)).toEqual(['snapshot', '1 meanwhile']);
    await stream.return();
  });

  it('is closed when its reader falls far behind, and does not hold up the others', async () => {
    const { streams, say } = await setUp({ patience: { events: 3 } });
    const slow = streams.open(reader('a'));
    const quick = streams.open(reader('b'));
    await take(quick, 1);
    for (let i = 0; i < 10; i += 1) {
      await say(String(i));
      await take(quick, 1);
    }
    await expect(slow.next()).rejects.toMatchObject({ code: 'READER_TOO_SLOW' });
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    await say('more');
    expect(brief(await take(quick, 1))).toEqual(['11 more']);
    streams.closeAll();
  });

  it('ends a reader that waits when its connection goes', async () => {
    const { streams } = await setUp();
    const connection = new AbortController();
    const stream = streams.open({ ...reader('a'), signal: connection.signal });
    await take(stream, 1);
    const waiting = stream.next();
    connection.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('is refused beyond the limit of its caller only, and allowed again when one closes', async () => {
    const { streams } = await setUp({ streams: 2 });
    const first = streams.open(reader('a'));
    streams.open(reader('a'));
    expect(() => streams.open(reader('a'))).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_STREAMS', context: { limit: 2, retryAfterMs: 5000 } }),
    );
    streams.open(reader('b'));
    await first.return();
    streams.open(reader('a'));
    streams.closeAll();
  });

  it('counts nothing for a connection that was gone already', async () => {
    const { streams } = await setUp({ streams: 1 });
    const stream = streams.open({ ...reader('a'), signal: AbortSignal.abort() });
    expect(streams.open(reader('a'))).not.toBe(stream);
    streams.closeAll();
  });

  it('carries a heartbeat at once when its readers may wonder, as after a sleep', async () => {
    const { streams } = await setUp();
    const stream = streams.open(reader('a'));
    await take(stream, 1);
    streams.beat();
    expect(await take(stream, 1)).toEqual([{ type: 'heartbeat', seq: 0, at: 42 }]);
    stream.close();
  });

  it('carries a heartbeat with the newest number while nothing happens', async () => {
    const { streams, say } = await setUp({ heartbeatMs: 5 });
    await say('before');
    const stream = streams.open(reader('a'));
    expect(await take(stream, 3)).toEqual([
      { type: 'snapshot', seq: 1, sessions: [] },
      { type: 'heartbeat', seq: 1, at: 42 },
      { type: 'heartbeat', seq: 1, at: 42 },
    ]);
    streams.closeAll();
  });
});

describe('a stream that goes on after an event', () => {
  it('gives what came since, and what comes then, without a snapshot', async () => {
    const { streams, say } = await setUp();
    await say('one', 'two', 'three');
    const stream = streams.open({ ...reader('a'), after: 1 });
    await say('four');
    expect(brief(await take(stream, 3))).toEqual(['2 two', '3 three', '4 four']);
    streams.closeAll();
  });

  it('does so across engines: the numbers go on', async () => {
    const folder = await tempFolder();
    const before = await setUp({ folder });
    await before.say('one', 'two');
    await before.store.close();
    const { streams, say } = await setUp({ folder });
    await say('three');
    expect(brief(await take(streams.open({ ...reader('a'), after: 1 }), 2))).toEqual(['2 two', '3 three']);
    streams.closeAll();
  });

  it('reads a long absence in pages, while more happens', async () => {
    const { streams, say } = await setUp();
    const messages = Array.from({ length: 950 }, (_, i) => String(i + 1));
    await say(...messages.slice(0, 900));
    const stream = streams.open({ ...reader('a'), after: 0 });
    const some = await take(stream, 300);
    await say(...messages.slice(900));
    const rest = await take(stream, 650);
    expect([...some, ...rest].map((event) => event.seq)).toEqual(messages.map(Number));
    streams.closeAll();
  });

  it('waits when nothing came since', async () => {
    const { streams, say } = await setUp();
    await say('one');
    const stream = streams.open({ ...reader('a'), after: 1 });
    const next = take(stream, 1);
    await say('two');
    expect(brief(await next)).toEqual(['2 two']);
    streams.closeAll();
  });

  it.each([
    ['too-old', 'is no longer kept', 1],
    ['unknown', 'was never given out here', 9999],
  ])('is told %s and given everything when the event %s', async (reason, _why, after) => {
    const { streams, say } = await setUp({ keep: 10 });
    for (let i = 0; i < 5; i += 1) await say(...Array.from({ length: 100 }, (_, n) => String(n)));
    expect(await take(streams.open({ ...reader('a'), after }), 2)).toEqual([
      { type: 'reset', seq: 500, reason },
      { type: 'snapshot', seq: 500, sessions: [] },
    ]);
    streams.closeAll();
  });

  it('starts over when what it was about to be given goes while it reads', async () => {
    const { streams, say, store } = await setUp();
    await say(...Array.from({ length: 500 }, (_, i) => String(i)));
    const stream = streams.open({ ...reader('a'), after: 0 });
    await take(stream, 1);
    await store.write(sql('DELETE FROM events WHERE seq < 400'));
    const rest = await take(stream, 101);
    expect(brief(rest.slice(-2))).toEqual(['reset', 'snapshot']);
    streams.closeAll();
  });

  it('starts over when an event is of a shape that this version does not know', async () => {
    const { streams, say, store } = await setUp();
    await say('one', 'two');
    await store.write(sql(`UPDATE events SET event = '{"type":"from-the-future"}' WHERE seq = 2`));
    expect(brief(await take(streams.open({ ...reader('a'), after: 0 }), 2))).toEqual(['reset', 'snapshot']);
    streams.closeAll();
  });
});

describe('an event that cannot be kept', () => {
  it('is heard by who listens, and costs who was away a fresh start', async () => {
    const folder = await tempFolder();
    const { streams, say, store, logger } = await setUp({ folder });
    await say('one');
    const stream = streams.open(reader('a'));
    await store.write(sql('ALTER TABLE events RENAME TO gone'));
    await say('lost');
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', message: 'events could not be kept' });
    await store.write(sql('ALTER TABLE gone RENAME TO events'));
    expect(brief(await take(streams.open({ ...reader('b'), after: 1 }), 2))).toEqual(['reset', 'snapshot']);
    await say('two');
    expect(brief(await take(stream, 3))).toEqual(['snapshot', 'null lost', '2 two']);
    expect(await take(streams.open({ ...reader('b'), after: 1 }), 1)).toEqual([{ type: 'reset', seq: 2, reason: 'gap' }]);
    expect(await take(streams.open({ ...reader('b'), after: 1 }), 1)).toHaveLength(1);
    streams.closeAll();
    await store.close();
    // The next engine knows as well.
    const next = await setUp({ folder });
    expect(brief(await take(next.streams.open({ ...reader('b'), after: 1 }), 1))).toEqual(['reset']);
    next.streams.closeAll();
  });
});

describe('the log of events', () => {
  it('keeps the newest, and no more than a few beyond its bound', async () => {
    const { say, store, log } = await setUp({ keep: 100 });
    for (let i = 0; i < 10; i += 1) await say(...Array.from({ length: 70 }, (_, n) => String(n)));
    const kept = store.db.get<{ n: number; newest: number }>('SELECT count(*) AS n, max(seq) AS newest FROM events');
    expect(kept?.newest).toBe(700);
    expect(log.newest).toBe(700);
    expect(kept?.n).toBeGreaterThanOrEqual(100);
    expect(kept?.n).toBeLessThanOrEqual(300);
  });
});
