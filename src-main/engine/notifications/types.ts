import type { NotificationInfo, NotificationKind, ShownNotification } from '#shared/contract/index.ts';
import type { NotificationId, SessionId } from '#shared/ids.ts';

/** What a session's state wants the person to know. */
export interface News {
  readonly subject: NotificationInfo['subject'];
  readonly kind: NotificationKind;
  /** Tells this state from any other one that the session was or will be in. */
  readonly occurrence: string;
  readonly since: number;
  readonly detail: string | undefined;
  /** The detail as data. */
  readonly said: NotificationInfo['said'];
  /** The person knows: they have looked at it, or wanted it so. */
  readonly known: boolean;
}

/**
 * Where a notification is. `fresh`: its state has only just been reached and may pass; not written down. `held`: not told, because
 * the person is not to be disturbed. `open`: told. `done`: seen, dismissed or known; it is kept so that it is not told again.
 */
export type NotificationStatus = 'fresh' | 'held' | 'open' | 'done';

/** A notification as it is stored: which news of a session, and how far it has come. What it says is the session's to say. */
export interface NotificationRecord {
  readonly id: NotificationId;
  readonly session: SessionId;
  readonly subject: NotificationInfo['subject'];
  readonly occurrence: string;
  readonly status: NotificationStatus;
  /** A channel has put it before the person. */
  readonly shown: boolean;
}

/**
 * A way to tell a person. The engine's events are one, which the desktop's and the browser's notifications follow; more (a command
 * of the system's, mail, a web hook) join the list in `create-engine.ts`. None of them is waited for.
 */
export interface NotificationChannel {
  /** Puts one before the person, or in the place of the one with its id. `alert`: it tells something new. */
  show(notification: ShownNotification, alert: boolean): void;
  /** Takes one back. */
  remove(id: string): void;
}
