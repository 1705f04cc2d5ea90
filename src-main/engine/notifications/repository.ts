import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { NOTIFICATION_SUBJECTS } from '#shared/contract/index.ts';
import { NotificationId, SessionId } from '#shared/ids.ts';
import { doNotDisturbTable, notificationsTable, type Store } from '../store/index.ts';
import type { NotificationRecord } from './types.ts';

const Status = z.enum(['held', 'open', 'done']);
const Subject = z.enum(NOTIFICATION_SUBJECTS);
/** The table has one row, or none. */
const ONLY = 1;

/** Until when the person is left alone, ms since the epoch; null: until they turn it off. */
export interface Quiet {
  readonly until: number | null;
}

/** What the person was told, as stored. The only writer of the tables `notifications` and `do_not_disturb`. */
export class NotificationRepository {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  all(): readonly NotificationRecord[] {
    return this.#store.db
      .select()
      .from(notificationsTable)
      .all()
      .map((row) => ({
        id: NotificationId.parse(row.id),
        session: SessionId.parse(row.sessionId),
        subject: Subject.parse(row.subject),
        occurrence: row.occurrence,
        status: Status.parse(row.status),
        shown: row.shown,
      }));
  }

  /** Writes notifications as they are now and takes others out, all or nothing. */
  async write(changed: readonly NotificationRecord[], removed: readonly NotificationId[]): Promise<void> {
    const { db } = this.#store;
    // Removed first: the new one of a session takes the place of its old one.
    const removal = removed.length === 0 ? [] : [db.delete(notificationsTable).where(inArray(notificationsTable.id, [...removed]))];
    const changes = changed.map(({ session, ...record }) => {
      const { id: _id, ...set } = record;
      return db
        .insert(notificationsTable)
        .values({ ...record, sessionId: session })
        .onConflictDoUpdate({ target: notificationsTable.id, set });
    });
    await this.#store.write(...removal, ...changes);
  }

  /** Null while the person may be disturbed. */
  quiet(): Quiet | null {
    const row = this.#store.db.select().from(doNotDisturbTable).where(eq(doNotDisturbTable.id, ONLY)).get();
    return row === undefined ? null : { until: row.until };
  }

  async setQuiet(quiet: Quiet | null): Promise<void> {
    const { db } = this.#store;
    if (quiet === null) await this.#store.write(db.delete(doNotDisturbTable));
    else
      await this.#store.write(
        db
          .insert(doNotDisturbTable)
          .values({ id: ONLY, ...quiet })
          .onConflictDoUpdate({ target: doNotDisturbTable.id, set: { until: quiet.until } }),
      );
  }
}
