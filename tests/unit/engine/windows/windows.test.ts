import { describe, expect, it } from 'vitest';
import { createEventStreams } from '../../../../src-main/engine/bus/index.ts';
import { CallerLimits, LIMITS } from '../../../../src-main/engine/limits/index.ts';
import { newsPublisher, noticeOnOpening } from '../../../../src-main/engine/secrets/index.ts';
import { createWindowStreams, createWindows, WindowRequests } from '../../../../src-main/engine/windows/index.ts';
import type { SessionId, WindowId } from '../../../../src-shared/ids.ts';
import { OWNER } from '../../../support/callers.ts';
import { openEvents } from '../../../support/events.ts';
import { testLogger } from '../../../support/test-logger.ts';

const ses = (n: number): SessionId => `ses_0000000000000000000000000${n}`;
const id = (n: number): WindowId => `win_0000000000000000000000000${n}`;

describe('the window that a session is shown in', () => {
  it('is none when none is open', () => {
    expect(createWindows().target()).toBeNull();
  });

  it('is the one that the person focused last', () => {
    const windows = createWindows();
    for (const n of [1, 2, 3]) windows.connected(id(n));
    windows.focused(id(2));
    windows.focused(id(1));
    expect(windows.target()).toBe(id(1));
  });

  it('is the newest when none was focused yet', () => {
    const windows = createWindows();
    windows.connected(id(1));
    windows.connected(id(2));
    expect(windows.target()).toBe(id(2));
  });

  it('is the one before when the last one closed, and it again when it is back', () => {
    const windows = createWindows();
    windows.connected(id(1));
    const close = windows.connected(id(2));
    windows.focused(id(1));
    windows.focused(id(2));
    close();
    close();
    expect(windows.target()).toBe(id(1));
    windows.connected(id(2));
    expect(windows.target()).toBe(id(2));
  });

  it('is waited for while one is being opened, and no longer than was said', async () => {
    const windows = createWindows();
    expect(await windows.targetWithin(0)).toBeNull();
    expect(await windows.targetWithin(1)).toBeNull();
    const coming = windows.targetWithin(60_000);
    windows.connected(id(1));
    expect(await coming).toBe(id(1));
    expect(await windows.targetWithin(60_000)).toBe(id(1));
  });

  it('says that the person is there when it is focused', () => {
    let here = 0;
    const windows = createWindows(() => {
      here += 1;
    });
    windows.connected(id(1));
    expect(here).toBe(0);
    windows.focused(id(1));
    expect(here).toBe(1);
  });

  it('is asked for a dialog or an action, and nobody is when none is open', async () => {
    const windows = createWindows();
    const events: unknown[] = [];
    const requests = new WindowRequests(windows, { publish: (event) => events.push(event) });
    expect(await requests.propose({ cwd: '/w' }, 0)).toBeNull();
    expect(events).toEqual([]);
    windows.connected(id(1));
    expect(await requests.propose({ cwd: '/w', name: 'a' }, 0)).toBe(id(1));
    expect(await requests.act('palette', 0)).toBe(id(1));
    expect(events).toEqual([
      { type: 'window.propose', window: id(1), cwd: '/w', name: 'a' },
      { type: 'window.act', window: id(1), action: 'palette' },
    ]);
  });

  it('stays open while one of its streams is', () => {
    const windows = createWindows();
    const first = windows.connected(id(1));
    windows.connected(id(1));
    first();
    expect(windows.target()).toBe(id(1));
  });

  it('is open exactly as long as its event stream', async () => {
    const windows = createWindows();
    const { bus, log } = await openEvents();
    const limits = new CallerLimits({ limits: { ...LIMITS, owner: { ...LIMITS.owner, streams: 1 } } });
    const streams = createWindowStreams(
      createEventStreams({ bus, log, snapshot: async () => ({ sessions: [] }), limits, logger: testLogger(), now: Date.now }),
      windows,
    );
    const stream = streams.open({ connection: 'a', caller: OWNER, window: id(1) });
    expect(() => streams.open({ connection: 'a', caller: OWNER, window: id(2) })).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_STREAMS' }),
    );
    expect(windows.target()).toBe(id(1));
    await stream.return?.();
    expect(windows.target()).toBeNull();
  });
});

it('what is due of the secrets at a start is told to the first window, which finds it behind its snapshot', async () => {
  const windows = createWindows();
  const { bus, log } = await openEvents();
  const limits = new CallerLimits({ limits: LIMITS });
  const streams = createWindowStreams(
    createEventStreams({ bus, log, snapshot: async () => ({ sessions: [] }), limits, logger: testLogger(), now: Date.now }),
    windows,
  );
  newsPublisher(windows, (notice) => bus.publish(notice))({ kind: 'due', names: ['api'] });
  await bus.idle();
  const stream = streams.open({ connection: 'a', caller: OWNER, window: id(1) });
  expect((await stream.next()).value).toMatchObject({ type: 'snapshot' });
  expect((await stream.next()).value).toMatchObject({ type: 'notice', message: 'notice.secrets.due', values: { names: 'api' } });
  await stream.return?.();
});

it('a window that opens is told after its snapshot what still waits for a secret; one that only comes back is not, nor when nothing waits', async () => {
  const windows = createWindows();
  const { bus, log } = await openEvents();
  const limits = new CallerLimits({ limits: LIMITS });
  let awaited: readonly string[] = [];
  const streams = createWindowStreams(
    createEventStreams({ bus, log, snapshot: async () => ({ sessions: [] }), limits, logger: testLogger(), now: Date.now }),
    windows,
    (window) => {
      const notice = noticeOnOpening(window, awaited);
      if (notice !== null) bus.publish(notice);
    },
  );
  const request = { connection: 'a', caller: OWNER };
  const early = streams.open({ ...request, window: id(1) });
  awaited = ['api', 'hub'];
  const late = streams.open({ ...request, window: id(2) });
  for (const stream of [early, late]) {
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot' });
    expect((await stream.next()).value).toEqual({
      type: 'notice',
      seq: 1,
      window: id(2),
      message: 'notice.secrets.still-waiting',
      values: { names: 'api, hub' },
    });
  }
  await late.return?.();
  await streams.open({ ...request, window: id(2), after: 1 }).return?.();
  await streams.open({ ...request }).return?.();
  awaited = [];
  await streams.open({ ...request, window: id(3) }).return?.();
  await bus.idle();
  expect(bus.seq).toBe(1);
  await early.return?.();
});

describe('what the person sees', () => {
  it('is what any window says, until it says otherwise or closes', () => {
    const windows = createWindows();
    const close = windows.connected(id(1));
    windows.connected(id(2));
    const heard: string[][] = [];
    windows.onLook((sessions) => heard.push([...sessions]));
    windows.lookingAt(id(1), [ses(1), ses(2)]);
    windows.lookingAt(id(2), [ses(3)]);
    expect([1, 2, 3, 4].map((n) => windows.looksAt(ses(n)))).toEqual([true, true, true, false]);
    windows.lookingAt(id(2), []);
    close();
    expect([1, 2, 3].map((n) => windows.looksAt(ses(n)))).toEqual([false, false, false]);
    expect(heard).toEqual([[ses(1), ses(2)], [ses(3)]]);
  });

  it('counts once the window is connected, in whichever order it says so', () => {
    const windows = createWindows();
    const heard: string[][] = [];
    windows.onLook((sessions) => heard.push([...sessions]));
    windows.lookingAt(id(1), [ses(1)]);
    expect(windows.looksAt(ses(1))).toBe(false);
    windows.connected(id(1));
    expect(windows.looksAt(ses(1))).toBe(true);
    expect(heard).toEqual([[ses(1)]]);
  });
});
