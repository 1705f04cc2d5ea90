import type { NotificationConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { EngineView } from '../../../../../src-main/hosts/electron/engine-view.ts';
import {
  DesktopNotifications,
  type NativeNotification,
} from '../../../../../src-main/hosts/electron/notifications/desktop-notifications.ts';
import type { EngineEvent, ShownNotification } from '../../../../../src-shared/contract/index.ts';
import type { Language } from '../../../../../src-shared/messages/index.ts';
import { textsIn } from '../../../../../src-shared/messages/texts-in.ts';
import { sessionId } from '../../../../support/session-info.ts';
import { notificationInfo, shownGroup, shownNotification } from '../../../../support/shown-notification.ts';

/** A native notification that records what becomes of it, and does what a person does. */
class Note implements NativeNotification {
  readonly options: NotificationConstructorOptions;
  state: 'new' | 'shown' | 'closed' = 'new';
  readonly #listeners = new Map<string, (...args: never[]) => void>();

  constructor(options: NotificationConstructorOptions) {
    this.options = options;
  }

  show(): void {
    this.state = 'shown';
  }

  close(): void {
    this.state = 'closed';
    this.emit('close', {});
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.set(event, listener);
  }

  emit(event: string, ...args: unknown[]): void {
    this.#listeners.get(event)?.(...(args as never[]));
  }
}

function setUp({ platform = 'linux' as NodeJS.Platform, supported = true, language = 'en' as Language } = {}) {
  const notes: Note[] = [];
  const calls: string[] = [];
  const opened: string[] = [];
  const problems: string[] = [];
  const settings = { desktop: true };
  const view = new EngineView();
  const desktop = new DesktopNotifications({
    electron: {
      isSupported: () => supported,
      create: (options) => {
        const note = new Note(options);
        notes.push(note);
        return note;
      },
    },
    view,
    calls: () => ({
      notification: {
        shown: async ({ notifications }) => calls.push(`shown ${notifications.join()}`),
        dismiss: async ({ notification }) => calls.push(`dismiss ${notification}`),
        act: async ({ notification, action }) => calls.push(`${action} ${notification}`),
      },
      settings: { get: async () => ({ notifications: settings }) },
    }),
    texts: () => textsIn(language),
    openSession: (session) => opened.push(session),
    onProblem: (message) => problems.push(message),
    platform,
  });
  const hear = async (...events: readonly EngineEvent[]) => {
    for (const event of events) view.apply(event);
    await desktop.idle();
  };
  const show = (notification: ShownNotification, alert = true): EngineEvent => ({
    type: 'notification.shown',
    seq: 1,
    notification,
    alert,
  });
  const remove = (id: string): EngineEvent => ({ type: 'notification.removed', seq: 1, id });
  return {
    notes,
    calls,
    opened,
    problems,
    settings,
    desktop,
    hear,
    show,
    remove,
    lit: () => notes.filter(({ state }) => state === 'shown'),
  };
}

const died = shownNotification(1, { subject: 'outcome', kind: 'died', detail: 'ended with <b>code</b> 3', actions: ['open', 'restart'] });
const id = notificationInfo(1).id;

describe('a notification on the desktop', () => {
  it('says what has happened and what can be done, and that it was shown', async () => {
    const { notes, calls, hear, show } = setUp();
    await hear(show(died));
    expect(notes.map(({ options }) => options)).toEqual([
      {
        id: died.id,
        title: 'session 1 broke down',
        body: 'ended with ‹b›code‹/b› 3',
        silent: false,
        actions: [
          { type: 'button', text: 'Open' },
          { type: 'button', text: 'Start again' },
        ],
      },
    ]);
    expect(calls).toEqual([`shown ${id}`]);
  });

  it('is one for many, in the person’s language', async () => {
    const { notes, hear, show } = setUp({ language: 'zh-CN' });
    await hear(show(shownGroup(1, 2, 3, 4, 5)));
    expect(notes[0]?.options).toMatchObject({
      title: '5 个会话需要你',
      body: 'session 1、session 2、session 3、session 4和另外 1 个',
      actions: [{ text: '打开' }],
    });
  });

  it('leads to its session by a click, and does what its buttons say', async () => {
    const { notes, opened, calls, hear, show } = setUp();
    await hear(show(died), show(shownGroup(4, 5, 6, 7)));
    notes[1]?.emit('click');
    notes[0]?.emit('action', { actionIndex: 1 });
    await Promise.resolve();
    expect(opened).toEqual([sessionId(4)]);
    expect(calls).toContain(`restart ${id}`);
    expect(notes.map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect(calls.filter((call) => call.startsWith('dismiss'))).toEqual([]);
  });

  it('goes when it was handled elsewhere, and is replaced when it is stale', async () => {
    const { notes, hear, show, remove, lit } = setUp();
    await hear(show(shownNotification(1)));
    await hear(show(shownNotification(1, { id: notificationInfo(2).id, kind: 'question', detail: 'Which?' })));
    expect(lit().map(({ options }) => options.body)).toEqual(['Which?']);
    await hear(remove(shownNotification(1).id));
    expect(lit()).toEqual([]);
    expect(notes).toHaveLength(2);
  });

  it('is changed without a sound where only a word changes, and not brought back for it', async () => {
    const { notes, hear, show, lit } = setUp();
    await hear(show(shownNotification(1)));
    await hear(show(shownNotification(1, { name: 'renamed', shown: true }), false));
    expect(lit().map(({ options }) => [options.title, options.silent])).toEqual([['renamed needs your approval', true]]);
    notes[1]?.emit('close', { reason: 'timedOut' });
    await hear(show(shownNotification(1, { name: 'again', shown: true }), false));
    expect(notes).toHaveLength(2);
  });

  it('is not shown when it was taken back before it could be', async () => {
    const { notes, hear, show, remove } = setUp();
    await hear(show(died), remove(died.id));
    expect(notes).toEqual([]);
  });

  it('is not shown where the person does not want it, or the system cannot', async () => {
    const off = setUp();
    off.settings.desktop = false;
    await off.hear(off.show(died));
    const without = setUp({ supported: false });
    await without.hear(without.show(died));
    expect([...off.notes, ...without.notes, ...off.calls, ...without.calls]).toEqual([]);
  });

  it('is known to the person who closes it, where the system says who closed it', async () => {
    const windows = setUp({ platform: 'win32' });
    await windows.hear(windows.show(died));
    windows.notes[0]?.emit('close', { reason: 'timedOut' });
    await windows.hear(windows.show(died));
    windows.notes[1]?.emit('close', { reason: 'userCanceled' });
    const linux = setUp();
    await linux.hear(linux.show(died));
    linux.notes[0]?.emit('close', {});
    expect(windows.calls.filter((call) => call.startsWith('dismiss'))).toEqual([`dismiss ${id}`]);
    expect(linux.calls.filter((call) => call.startsWith('dismiss'))).toEqual([]);
  });

  it('tells at its start what nobody has shown yet, and nothing twice', async () => {
    const { notes, hear, lit } = setUp();
    const snapshot = (notifications: ShownNotification[]): EngineEvent => ({ type: 'snapshot', seq: 1, sessions: [], notifications });
    await hear(snapshot([shownNotification(1), shownNotification(2, { shown: true })]));
    expect(notes.map(({ options }) => options.title)).toEqual(['session 1 needs your approval']);
    await hear(snapshot([]));
    expect(lit()).toEqual([]);
  });

  it('is taken back when the app ends', async () => {
    const { desktop, hear, show, lit } = setUp();
    await hear(show(died));
    desktop.close();
    await hear(show(shownNotification(2)));
    expect(lit()).toEqual([]);
  });

  it('that the system refuses is said in the log', async () => {
    const { notes, problems, hear, show } = setUp({ platform: 'win32' });
    await hear(show(died));
    notes[0]?.emit('failed', {}, 'no shortcut');
    expect(problems).toEqual(['the system refused a notification']);
  });
});
