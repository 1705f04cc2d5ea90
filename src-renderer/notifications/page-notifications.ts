import type { EngineEvent, ShownNotification } from '#shared/contract/index.ts';
import type { NotificationId, SessionId } from '#shared/ids.ts';
import { type NotificationReader, notificationText } from '#shared/notifications/notification-text.ts';

/** Of all windows of this browser one tells: the one that has this lock. */
const LOCK = 'kimi-shell.notifications';

/** A notification of the browser's; `Notification` makes one. */
export type PageNotification = Pick<Notification, 'close' | 'onclick' | 'onclose'>;

export interface PageNotificationsOptions {
  /** What is before the person, by id. */
  readonly shown: ReadonlyMap<string, ShownNotification>;
  readonly create: (title: string, options: NotificationOptions & { readonly renotify: boolean }) => PageNotification;
  readonly locks: Pick<LockManager, 'request'>;
  readonly texts: () => NotificationReader;
  readonly openSession: (session: SessionId) => void;
  /** Says to the engine that these were put before the person. */
  readonly tellShown: (notifications: NotificationId[]) => void;
}

/** Notifications by the browser, for windows in one. Ends with `close`. */
export class PageNotifications {
  readonly #o: PageNotificationsOptions;
  readonly #native = new Map<string, PageNotification>();
  readonly #end = new AbortController();
  #leads = false;

  constructor(options: PageNotificationsOptions) {
    this.#o = options;
    const ended = new Promise<void>((resolve) => {
      this.#end.signal.addEventListener('abort', () => resolve());
    });
    options.locks
      .request(LOCK, { signal: this.#end.signal }, () => {
        this.#leads = true;
        this.#tellNew();
        // Kept until this window closes or the person wants no more of it; then the next window has it.
        return ended;
      })
      .catch((error: unknown) => {
        if (!this.#end.signal.aborted) reportError(error);
      });
  }

  /** The engine said something, and `shown` is as it is after it. */
  heard(event: EngineEvent): void {
    switch (event.type) {
      case 'snapshot':
        for (const id of [...this.#native.keys()]) if (!this.#o.shown.has(id)) this.#remove(id);
        this.#tellNew();
        return;
      case 'notification.shown':
        if (event.alert || this.#native.has(event.notification.id)) this.#show(event.notification, event.alert);
        return;
      case 'notification.removed':
        this.#remove(event.id);
        return;
      default:
        return;
    }
  }

  /** Takes back what it shows and tells no more. */
  close(): void {
    this.#leads = false;
    this.#end.abort();
    for (const id of [...this.#native.keys()]) this.#remove(id);
  }

  #tellNew(): void {
    for (const notification of this.#o.shown.values()) {
      if (notification.about.some(({ shown }) => !shown)) this.#show(notification, true);
    }
  }

  #show(notification: ShownNotification, alert: boolean): void {
    if (!this.#leads) return;
    const { create, texts, openSession, tellShown } = this.#o;
    const { id, about } = notification;
    const { title, body } = notificationText(notification, texts());
    const native = create(title, { body, tag: id, silent: !alert, renotify: alert });
    this.#native.set(id, native);
    native.onclick = () => {
      this.#remove(id);
      const [first] = about;
      if (first !== undefined) openSession(first.session);
    };
    native.onclose = () => {
      // Another one with this tag may have taken its place.
      if (this.#native.get(id) === native) this.#native.delete(id);
    };
    const fresh = about.filter(({ shown }) => !shown).map((one) => one.id);
    if (fresh.length > 0) tellShown(fresh);
  }

  #remove(id: string): void {
    const native = this.#native.get(id);
    this.#native.delete(id);
    native?.close();
  }
}
