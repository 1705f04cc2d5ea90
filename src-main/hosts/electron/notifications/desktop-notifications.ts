import type { NotificationConstructorOptions } from 'electron';
import type { EngineEvent, NotificationAction, ShownNotification } from '#shared/contract/index.ts';
import type { NotificationId, SessionId } from '#shared/ids.ts';
import type { Texts } from '#shared/messages/texts.ts';
import { actionText, notificationText } from '#shared/notifications/notification-text.ts';
import type { EngineView } from '../engine-view.ts';

/** A native notification, as `electron.Notification` is one. */
export interface NativeNotification {
  show(): void;
  close(): void;
  on(event: 'click', listener: () => void): unknown;
  on(event: 'action', listener: (details: { readonly actionIndex: number }) => void): unknown;
  on(event: 'close', listener: (details: { readonly reason?: string }) => void): unknown;
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown;
}

/** What of Electron native notifications need. */
export interface NotificationElectron {
  /** False where the system has none. */
  isSupported(): boolean;
  create(options: NotificationConstructorOptions): NativeNotification;
}

/** What they ask of the engine; the contract's client has it. */
export interface NotificationCalls {
  readonly notification: {
    shown(input: { readonly notifications: NotificationId[] }): Promise<unknown>;
    dismiss(input: { readonly notification: NotificationId }): Promise<unknown>;
    act(input: { readonly notification: NotificationId; readonly action: NotificationAction }): Promise<unknown>;
  };
  readonly settings: { get(input: object): Promise<{ readonly notifications: { readonly desktop: boolean } }> };
}

export interface DesktopNotificationsOptions {
  readonly electron: NotificationElectron;
  readonly view: EngineView;
  readonly calls: () => NotificationCalls;
  readonly texts: () => Texts;
  /** Brings a session to the front, in a window that is opened for it if need be. */
  readonly openSession: (session: SessionId) => void;
  readonly onProblem: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly platform: NodeJS.Platform;
}

/** The desktop's notifications, kept as the engine says they have to be. */
export class DesktopNotifications {
  readonly #o: DesktopNotificationsOptions;
  readonly #native = new Map<string, NativeNotification>();
  readonly #leave: () => void;
  /** One event after the other: whether the person wants them is asked in between. */
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: DesktopNotificationsOptions) {
    this.#o = options;
    this.#leave = options.view.onEvent((event) => this.#heard(event));
  }

  /** Resolves when everything that was heard so far is shown. */
  async idle(): Promise<void> {
    await this.#work;
  }

  /** Takes all of them back: nobody would hear a click on one of an app that has ended. */
  close(): void {
    this.#closed = true;
    this.#leave();
    for (const id of [...this.#native.keys()]) this.#remove(id);
  }

  #heard(event: EngineEvent): void {
    switch (event.type) {
      case 'notification.shown': {
        const { notification, alert } = event;
        // What is not on the screen any more, or never was, is not brought there by a changed word.
        if (alert || this.#native.has(notification.id)) this.#later(() => this.#show(notification, alert));
        return;
      }
      case 'notification.removed':
        this.#remove(event.id);
        return;
      case 'snapshot': {
        const there = this.#o.view.shown;
        for (const id of [...this.#native.keys()]) if (!there.some((one) => one.id === id)) this.#remove(id);
        // What an engine told while no desktop listened is still news here.
        const news = there.filter(({ about }) => about.some(({ shown }) => !shown));
        for (const notification of news) this.#later(() => this.#show(notification, true));
        return;
      }
      default:
        return;
    }
  }

  #later(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#o.onProblem('a notification could not be shown', { reason: String(error) });
    });
  }

  async #show(notification: ShownNotification, alert: boolean): Promise<void> {
    const { electron, view, calls } = this.#o;
    const { id, about } = notification;
    if (!electron.isSupported() || !(await calls().settings.get({})).notifications.desktop) return;
    // It may have been taken back or replaced while that was asked.
    if (this.#closed || !view.shown.includes(notification)) return;
    this.#remove(id);
    const native = electron.create(this.#options(notification, alert));
    this.#native.set(id, native);
    native.on('click', () => this.#open(notification));
    native.on('action', ({ actionIndex }) => this.#act(notification, actionIndex));
    native.on('close', ({ reason }) => this.#closedBySystem(notification, native, reason));
    native.on('failed', (_event, error) => {
      this.#forget(id, native);
      this.#o.onProblem('the system refused a notification', { reason: error });
    });
    native.show();
    const fresh = about.filter(({ shown }) => !shown).map((one) => one.id);
    if (fresh.length > 0) await calls().notification.shown({ notifications: fresh });
  }

  #options(notification: ShownNotification, alert: boolean): NotificationConstructorOptions {
    const { texts, platform } = this.#o;
    const reader = texts();
    const { title, body } = notificationText(notification, reader);
    const buttons = actionsOf(notification).map((action) => ({ type: 'button' as const, text: actionText(action, reader.lookUp) }));
    // Servers on Linux may read the body as markup, and what it says comes from programs.
    const shown = platform === 'linux' ? body.replaceAll('<', '‹').replaceAll('>', '›') : body;
    return { id: notification.id, title, body: shown, silent: !alert, actions: buttons };
  }

  #open({ id, about }: ShownNotification): void {
    this.#remove(id);
    // Of a group the one that has waited longest: the window leads on from there to the next.
    const [first] = about;
    if (first !== undefined) this.#o.openSession(first.session);
  }

  #act(notification: ShownNotification, index: number): void {
    const action = actionsOf(notification)[index];
    const [first] = notification.about;
    if (action === undefined || first === undefined) return;
    if (action === 'open') this.#open(notification);
    else {
      this.#remove(notification.id);
      this.#call('an action of a notification failed', this.#o.calls().notification.act({ notification: first.id, action }));
    }
  }

  /** It went away by itself, or the person closed it, which says that they know. Only macOS and Windows tell the two apart. */
  #closedBySystem({ id, about }: ShownNotification, native: NativeNotification, reason: string | undefined): void {
    if (!this.#forget(id, native)) return;
    if (this.#o.platform !== 'darwin' && reason !== 'userCanceled') return;
    for (const one of about)
      this.#call('a notification could not be dismissed', this.#o.calls().notification.dismiss({ notification: one.id }));
  }

  #call(problem: string, call: Promise<unknown>): void {
    call.catch((error: unknown) => this.#o.onProblem(problem, { reason: String(error) }));
  }

  #remove(id: string): void {
    const native = this.#native.get(id);
    this.#native.delete(id);
    native?.close();
  }

  /** False when it was replaced or taken back by us. */
  #forget(id: string, native: NativeNotification): boolean {
    if (this.#native.get(id) !== native) return false;
    this.#native.delete(id);
    return true;
  }
}

/** A group is opened; what is done about one of it is done there. */
function actionsOf({ group, about }: ShownNotification): readonly NotificationAction[] {
  return group ? ['open'] : (about[0]?.actions ?? []);
}
