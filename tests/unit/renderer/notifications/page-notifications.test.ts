import { describe, expect, it } from 'vitest';
import { PageNotifications } from '#renderer/notifications/page-notifications.ts';
import type { EngineEvent, ShownNotification } from '#shared/contract/index.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { sessionId } from '../../../support/session-info.ts';
import { notificationInfo, shownNotification } from '../../../support/shown-notification.ts';

/** The browser's locks: the first who asks has it until its promise ends, then the next. */
class Locks {
  #last: Promise<unknown> = Promise.resolve();

  request = ((_name: string, { signal }: LockOptions, hold: () => Promise<void>) => {
    const turn = this.#last.then(() => (signal?.aborted ? undefined : hold()));
    this.#last = turn;
    return turn;
  }) as LockManager['request'];
}

interface Note {
  readonly title: string;
  readonly options: { readonly tag?: string; readonly silent?: boolean | null; readonly body?: string };
  open: boolean;
  onclick: (() => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

/** A window of a browser whose person wants notifications. */
function page(locks: Locks) {
  const notes: Note[] = [];
  const opened: string[] = [];
  const told: string[] = [];
  const shown = new Map<string, ShownNotification>();
  const notifications = new PageNotifications({
    shown,
    create: (title, options) => {
      const note: Note = {
        title,
        options,
        open: true,
        onclick: null,
        onclose: null,
        close: () => {
          note.open = false;
        },
      };
      notes.push(note);
      return note as unknown as Notification;
    },
    locks,
    texts: () => textsIn('en'),
    openSession: (session) => opened.push(session),
    tellShown: (ids) => told.push(...ids),
  });
  const hear = (event: EngineEvent) => {
    if (event.type === 'notification.shown') shown.set(event.notification.id, event.notification);
    if (event.type === 'notification.removed') shown.delete(event.id);
    notifications.heard(event);
  };
  return { notes, opened, told, notifications, hear, lit: () => notes.filter(({ open }) => open).map(({ title }) => title) };
}

const show = (notification: ShownNotification, alert = true): EngineEvent => ({ type: 'notification.shown', seq: 1, notification, alert });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('notifications by the browser', () => {
  it('are told by one window of several, and by the next when that one closes', async () => {
    const locks = new Locks();
    const [first, second] = [page(locks), page(locks)];
    await turn();
    for (const one of [first, second]) one.hear(show(shownNotification(1)));
    expect([first.lit(), second.lit()]).toEqual([['session 1 needs your approval'], []]);
    expect(first.told).toEqual([notificationInfo(1).id]);
    second.hear(show(shownNotification(1, { shown: true }), false));
    first.notifications.close();
    await turn();
    expect(first.lit()).toEqual([]);
    // What was told is not told again; what comes is.
    second.hear(show(shownNotification(2)));
    expect(second.lit()).toEqual(['session 2 needs your approval']);
  });

  it('lead to their session, and go when they were handled elsewhere', async () => {
    const { hear, notes, opened, lit } = page(new Locks());
    await turn();
    hear(show(shownNotification(1)));
    hear(show(shownNotification(2)));
    notes[0]?.onclick?.();
    hear({ type: 'notification.removed', seq: 2, id: shownNotification(2).id });
    expect(opened).toEqual([sessionId(1)]);
    expect(lit()).toEqual([]);
  });

  it('are changed without a sound where only a word changes, and not brought back for it', async () => {
    const { hear, notes } = page(new Locks());
    await turn();
    hear(show(shownNotification(1)));
    hear(show(shownNotification(1, { detail: 'npm test', shown: true }), false));
    expect(notes.at(-1)?.options).toMatchObject({ body: 'npm test', silent: true, tag: shownNotification(1).id });
    notes.at(-1)?.onclose?.();
    hear(show(shownNotification(1, { detail: 'more', shown: true }), false));
    expect(notes).toHaveLength(2);
  });
});
