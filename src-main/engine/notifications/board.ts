import { NOTIFICATION_SUBJECTS, type NotificationInfo, type ShownNotification } from '#shared/contract/index.ts';
import type { NotificationId } from '#shared/ids.ts';

/** More than this many of one subject at once are one group: four notes in a corner of the screen hide each other, or the work. */
const MOST_SINGLE = 3;

/** How what is before the person changes. */
export type BoardChange =
  | { readonly kind: 'show'; readonly notification: ShownNotification; readonly alert: boolean }
  | { readonly kind: 'remove'; readonly id: string };

/** What is before the person as a whole: open notifications one by one, or in groups when they are many. */
export class Board {
  readonly #shown = new Map<string, ShownNotification>();
  /** Subjects that are shown as a group. One stays it until nothing of it is left: taking it apart would tell old news anew. */
  readonly #grouped = new Set<NotificationInfo['subject']>();
  #known: ReadonlySet<NotificationId> = new Set();

  get shown(): readonly ShownNotification[] {
    return [...this.#shown.values()];
  }

  /** Takes the open notifications, oldest first, and says what changes. One that was not there before is told aloud. */
  put(open: readonly NotificationInfo[]): readonly BoardChange[] {
    const wanted = new Map(NOTIFICATION_SUBJECTS.flatMap((subject) => this.#arrange(subject, open)).map((one) => [one.id, one]));
    const changes: BoardChange[] = [];
    for (const id of this.#shown.keys()) {
      if (wanted.has(id)) continue;
      this.#shown.delete(id);
      changes.push({ kind: 'remove', id });
    }
    for (const [id, notification] of wanted) {
      const alert = notification.about.some((one) => !this.#known.has(one.id));
      const before = this.#shown.get(id);
      this.#shown.set(id, notification);
      if (!alert && same(before, notification)) continue;
      changes.push({ kind: 'show', notification, alert });
    }
    this.#known = new Set(open.map(({ id }) => id));
    return changes;
  }

  #arrange(subject: NotificationInfo['subject'], open: readonly NotificationInfo[]): readonly ShownNotification[] {
    const about = open.filter((one) => one.subject === subject);
    if (about.length === 0) this.#grouped.delete(subject);
    else if (about.length > MOST_SINGLE) this.#grouped.add(subject);
    if (this.#grouped.has(subject)) return [{ id: `all.${subject}`, group: true, subject, about }];
    return about.map((one) => ({ id: `${one.session}.${subject}`, group: false, subject, about: [one] }));
  }
}

/** Whether two say the same; that a channel has shown one since is no difference. */
function same(one: ShownNotification | undefined, other: ShownNotification): boolean {
  const said = (notification: ShownNotification | undefined) => JSON.stringify(notification?.about.map(({ shown: _, ...rest }) => rest));
  return said(one) === said(other);
}
