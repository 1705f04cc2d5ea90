import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OfferedAction } from '../../../../src-main/engine/notifications/actions.ts';
import {
  type NotificationChannel,
  NotificationRepository,
  NotificationService,
  notificationActions,
} from '../../../../src-main/engine/notifications/index.ts';
import type { Store } from '../../../../src-main/engine/store/index.ts';
import type { SessionInfo, ShownNotification } from '../../../../src-shared/contract/index.ts';
import type { SessionId, WindowId } from '../../../../src-shared/ids.ts';
import { endedTerminal, sessionId, sessionInfo } from '../../../support/session-info.ts';
import { openStoreIn } from '../../../support/store.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const WINDOW: WindowId = 'win_00000000000000000000000001';
let folder: string;
let ids = 0;

beforeEach(async () => {
  folder = await tempFolder();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.setSystemTime(1_700_000_000_000);
});
afterEach(() => vi.useRealTimers());

/** A channel that keeps what it was told aloud, and what it shows. */
class Ear implements NotificationChannel {
  readonly aloud: string[] = [];
  readonly shown = new Map<string, ShownNotification>();

  show(notification: ShownNotification, alert: boolean): void {
    this.shown.set(notification.id, notification);
    const { group, about } = notification;
    if (alert) this.aloud.push(`${group ? 'group: ' : ''}${about.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`);
  }

  remove(id: string): void {
    this.shown.delete(id);
  }
}

/** The domain as an engine has it, over a real database. Closed after the test; `kill` ends it as a crash would, after its writes. */
async function engine(sessions: readonly SessionInfo[] = [], actions: readonly OfferedAction[] = []) {
  const store: Store = await openStoreIn(folder);
  const ear = new Ear();
  const looked = new Set<SessionId>();
  const quiet: boolean[] = [];
  const service = new NotificationService({
    repository: new NotificationRepository(store),
    channels: [ear],
    actions,
    looksAt: (session) => looked.has(session),
    onQuiet: ({ on }) => quiet.push(on),
    newId: () => {
      ids += 1;
      return `ntf_00000000000000000000000${String(ids).padStart(3, '0')}`;
    },
    logger: testLogger(),
    now: Date.now,
  });
  let open = true;
  const kill = async () => {
    if (!open) return;
    open = false;
    await service.close();
    await store.close();
  };
  onTestFinished(kill);
  service.begin(sessions);
  await service.idle();
  /** Lets the time pass in which a state may still go. */
  const settle = async (ms = 1_000) => {
    vi.advanceTimersByTime(ms);
    await service.idle();
  };
  const hear = async (...heard: readonly SessionInfo[]) => {
    for (const session of heard) service.heard(session);
    await service.idle();
  };
  return { service, ear, looked, quiet, kill, settle, hear };
}

describe('what the person is told', () => {
  it('is a state that stays, once', async () => {
    const { ear, hear, settle } = await engine();
    await hear(sessionInfo(1, 'waiting', { asks: 'approval' }));
    expect(ear.aloud).toEqual([]);
    await settle();
    await hear(sessionInfo(1, 'waiting', { asks: 'approval', tags: ['a'] }));
    await settle();
    expect(ear.aloud).toEqual(['approval session 1']);
  });

  it('is not a state that passes by', async () => {
    const { ear, hear, settle } = await engine();
    await hear(sessionInfo(1, 'waiting'), sessionInfo(1, 'working'));
    await settle();
    expect(ear.aloud).toEqual([]);
  });

  it('is what comes at once in one go, as a group', async () => {
    const { ear, hear, settle } = await engine();
    await hear(...[1, 2, 3, 4].map((n) => sessionInfo(n, 'waiting', { asks: 'question' })));
    await settle();
    expect(ear.aloud).toEqual(['group: question session 1, question session 2, question session 3, question session 4']);
  });

  it('is the next question too', async () => {
    const { ear, hear, settle } = await engine();
    await hear(sessionInfo(1, 'waiting', { since: 1, asks: 'approval' }));
    await settle();
    await hear(sessionInfo(1, 'waiting', { since: 2, asks: 'question' }));
    await settle();
    expect(ear.aloud).toEqual(['approval session 1', 'question session 1']);
    expect(ear.shown.size).toBe(1);
  });

  it('is nothing that they look at', async () => {
    const { ear, hear, settle, looked, service } = await engine();
    looked.add(sessionId(1));
    await hear(sessionInfo(1, 'waiting'), sessionInfo(2, 'waiting'));
    await settle();
    expect(ear.aloud).toEqual(['waiting session 2']);
    // They know: looking away does not make it news.
    looked.clear();
    await hear(sessionInfo(1, 'waiting', { tags: ['a'] }));
    await settle();
    expect(service.list().map(({ name }) => name)).toEqual(['session 2']);
  });

  it.each([
    ['the agent goes on', async (e: Awaited<ReturnType<typeof engine>>) => e.hear(sessionInfo(1, 'working'))],
    ['they come to see the session in a window', async (e: Awaited<ReturnType<typeof engine>>) => e.service.looked([sessionId(1)])],
    ['the session is deleted', async (e: Awaited<ReturnType<typeof engine>>) => e.service.removed(sessionId(1))],
    ['it is dismissed', async (e: Awaited<ReturnType<typeof engine>>) => e.service.dismiss('all')],
  ])('is taken back when %s', async (_, happen) => {
    const e = await engine();
    await e.hear(sessionInfo(1, 'waiting'));
    await e.settle();
    expect(e.ear.shown.size).toBe(1);
    await happen(e);
    await e.service.idle();
    expect(e.ear.shown.size).toBe(0);
    expect(e.service.list()).toEqual([]);
  });

  it('is an end until it was looked at, and not again when the person marks it unread', async () => {
    const { ear, hear, settle } = await engine();
    await hear(sessionInfo(1, 'finished'));
    await settle();
    await hear(sessionInfo(1, 'finished', { unseen: false }));
    expect(ear.shown.size).toBe(0);
    await hear(sessionInfo(1, 'finished', { unseen: true }));
    await settle();
    expect(ear.aloud).toEqual(['finished session 1']);
  });
});

describe('a restart of the engine', () => {
  it('tells nothing twice, and has what was not told yet', async () => {
    const first = await engine();
    await first.hear(sessionInfo(1, 'waiting'), sessionInfo(2, 'finished'));
    await first.settle();
    await first.service.markShown(first.service.list().map(({ id }) => id));
    await first.hear(sessionInfo(3, 'failed'));
    await first.kill();
    const now = [sessionInfo(1, 'waiting'), sessionInfo(2, 'finished'), sessionInfo(3, 'failed')];
    const second = await engine(now);
    await second.settle();
    expect(second.ear.aloud).toEqual(['failed session 3']);
    expect(second.service.list().map(({ name, shown }) => [name, shown])).toEqual([
      ['session 1', true],
      ['session 2', true],
      ['session 3', false],
    ]);
  });

  it('still has for the next channel what no channel has shown', async () => {
    const first = await engine();
    await first.hear(sessionInfo(1, 'waiting'));
    await first.settle();
    await first.kill();
    const second = await engine([sessionInfo(1, 'waiting')]);
    expect(second.service.shown).toMatchObject([{ about: [{ name: 'session 1', shown: false }] }]);
  });

  it('forgets what went on meanwhile, and tells what came instead', async () => {
    const first = await engine();
    await first.hear(sessionInfo(1, 'waiting', { since: 1 }), sessionInfo(2, 'waiting'));
    await first.settle();
    await first.kill();
    const second = await engine([sessionInfo(1, 'waiting', { since: 2 })]);
    await second.settle();
    expect(second.ear.aloud).toEqual(['waiting session 1']);
    await second.kill();
    const third = await engine([sessionInfo(1, 'waiting', { since: 2 }), sessionInfo(2, 'waiting')]);
    await third.settle();
    expect(third.ear.aloud).toEqual(['waiting session 2']);
  });

  it('does not bring back what was seen or dismissed', async () => {
    const first = await engine();
    await first.hear(sessionInfo(1, 'waiting'), sessionInfo(2, 'waiting'));
    await first.settle();
    first.service.looked([sessionId(1)]);
    await first.service.dismiss('all');
    await first.kill();
    const second = await engine([sessionInfo(1, 'waiting'), sessionInfo(2, 'waiting')]);
    await second.settle();
    expect(second.ear.aloud).toEqual([]);
    expect(second.service.list()).toEqual([]);
  });
});

describe('do not disturb', () => {
  it('holds back what comes, and tells what of it is still so when it ends', async () => {
    const { ear, service, hear, settle, quiet } = await engine();
    await service.setDoNotDisturb(true, 30);
    await hear(sessionInfo(1, 'waiting'), sessionInfo(2, 'waiting'), sessionInfo(3, 'waiting'));
    await settle();
    expect(ear.aloud).toEqual([]);
    expect(service.list().map(({ held }) => held)).toEqual([true, true, true]);
    await hear(sessionInfo(2, 'working'));
    service.looked([sessionId(3)]);
    await settle(30 * 60_000);
    expect(ear.aloud).toEqual(['waiting session 1']);
    expect(service.doNotDisturb).toEqual({ on: false, until: null });
    expect(quiet).toEqual([true, false]);
  });

  it('lasts over a restart, and its end too', async () => {
    const first = await engine();
    await first.service.setDoNotDisturb(true, 10);
    await first.hear(sessionInfo(1, 'waiting'));
    await first.settle();
    await first.kill();
    const second = await engine([sessionInfo(1, 'waiting')]);
    expect(second.service.doNotDisturb.on).toBe(true);
    await second.settle();
    expect(second.ear.aloud).toEqual([]);
    await second.kill();
    vi.advanceTimersByTime(10 * 60_000);
    const third = await engine([sessionInfo(1, 'waiting')]);
    await third.settle();
    expect(third.service.doNotDisturb.on).toBe(false);
    expect(third.ear.aloud).toEqual(['waiting session 1']);
  });

  it('without an end lasts until it is turned off', async () => {
    const { ear, service, hear, settle } = await engine();
    await service.setDoNotDisturb(true, undefined);
    await hear(sessionInfo(1, 'waiting'));
    await settle(100 * 24 * 3600_000);
    expect(ear.aloud).toEqual([]);
    await service.setDoNotDisturb(false, undefined);
    await service.idle();
    expect(ear.aloud).toEqual(['waiting session 1']);
  });
});

describe('what a notification offers', () => {
  const died = sessionInfo(1, 'failed', { terminals: [endedTerminal(1, { exit: { code: 1, signal: null, at: 1 } })] });
  const parts = (window: WindowId | null, did: string[] = []) =>
    notificationActions({
      sessions: {
        switchTo: async (ref) => {
          did.push(`open ${ref}`);
          return { session: died, window };
        },
        restart: async (ref) => {
          did.push(`restart ${ref}`);
          return died;
        },
      },
    });

  it('is done, and handles it', async () => {
    const did: string[] = [];
    const { service, ear, hear, settle } = await engine([], parts(WINDOW, did));
    await hear(died, sessionInfo(2, 'waiting'));
    await settle();
    const [first, second] = service.list();
    expect([first?.actions, second?.actions]).toEqual([['open', 'restart'], ['open']]);
    await service.act(first!.id, 'restart');
    await service.act(second!.id, 'open');
    await service.idle();
    expect(did).toEqual([`restart ${sessionId(1)}`, `open ${sessionId(2)}`]);
    expect(ear.shown.size).toBe(0);
  });

  it('is nothing else', async () => {
    const { service, hear, settle } = await engine([], parts(WINDOW));
    await hear(sessionInfo(2, 'waiting'));
    await settle();
    const id = service.list()[0]!.id;
    await expect(service.act(id, 'restart')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await service.dismiss(id);
    await expect(service.act(id, 'open')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stays when no window was there to open it in', async () => {
    const { service, hear, settle } = await engine([], parts(null));
    await hear(sessionInfo(2, 'waiting'));
    await settle();
    const id = service.list()[0]!.id;
    expect((await service.act(id, 'open')).window).toBeNull();
    expect(service.list()).toHaveLength(1);
  });
});
