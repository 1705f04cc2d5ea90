import { and, asc, desc, eq, gt, gte, inArray, isNotNull, lt, lte, max, min } from 'drizzle-orm';
import { Happening, KEPT_EVENTS, type RESET_REASONS } from '#shared/contract/index.ts';
import { eventsTable, type Store } from '../store/index.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What happened, before it has its number. */
export type NewEvent = Without<Happening, 'seq'>;

/** Old events go this many at a time; until then that many more than the bound are kept. */
const FORGET_EVERY = 200;

/** How the subjects of events about notifications begin; those of sessions are the sessions' ids. */
export const NOTIFICATION_EVENTS = 'notification ';

/** Why a reader cannot be told what it missed. */
export type CannotResume = (typeof RESET_REASONS)[number];

export interface EventLogOptions {
  readonly store: Store;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Events kept; default KEPT_EVENTS. */
  readonly keep?: number;
}

/** The newest events of this data folder, in `state.db`. The only writer of the table `events`. */
export class EventLog {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #keep: number;
  #newest: number;
  /** Something happened after `newest` that could not be written down. */
  #gap = false;

  constructor({ store, now, keep = KEPT_EVENTS }: EventLogOptions) {
    this.#store = store;
    this.#now = now;
    this.#keep = keep;
    this.#newest = this.#newestWritten();
  }

  /** Number of the newest event that is kept; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /**
   * Writes events down, all or none, and numbers them. After a failure nobody can go on from before it.
   * @throws whatever the store's `write` throws
   */
  async append(events: readonly NewEvent[]): Promise<readonly Happening[]> {
    const first = this.#newest + 1;
    const last = this.#newest + events.length;
    const { db } = this.#store;
    const at = this.#now();
    const inserts = events.map((event, i) =>
      db
        .insert(eventsTable)
        .values({ seq: first + i, at, subject: subjectOf(event), afterGap: this.#gap && i === 0, event: JSON.stringify(event) }),
    );
    const forget = Math.floor(last / FORGET_EVERY) > Math.floor(this.#newest / FORGET_EVERY);
    try {
      await this.#store.write(...inserts, ...(forget ? [db.delete(eventsTable).where(lte(eventsTable.seq, last - this.#keep))] : []));
    } catch (error) {
      this.#gap = true;
      // A writer that dies may have committed first; what is in the file decides.
      if (this.#newestWritten() !== last) throw error;
    }
    this.#newest = last;
    this.#gap = false;
    return events.map((event, i) => ({ ...event, seq: first + i }));
  }

  /** Why nobody can go on after event `seq`; null when they can. */
  cannotResume(seq: number): CannotResume | null {
    if (seq > this.#newest) return 'unknown';
    if (this.#gap) return 'gap';
    if (seq === this.#newest) return null;
    const { db } = this.#store;
    const oldest =
      db
        .select({ seq: min(eventsTable.seq) })
        .from(eventsTable)
        .get()?.seq ?? null;
    if (oldest === null || oldest > seq + 1) return 'too-old';
    const gap = db
      .select({ seq: eventsTable.seq })
      .from(eventsTable)
      .where(and(gt(eventsTable.seq, seq), eq(eventsTable.afterGap, true)))
      .limit(1)
      .get();
    return gap === undefined ? null : 'gap';
  }

  /** The next events after `after` up to `upTo`, `limit` at most; null when one is missing or of a shape that is not known here. */
  page(after: number, upTo: number, limit: number): readonly Happening[] | null {
    const rows = this.#store.db
      .select({ seq: eventsTable.seq, event: eventsTable.event })
      .from(eventsTable)
      .where(and(gt(eventsTable.seq, after), lte(eventsTable.seq, upTo)))
      .orderBy(asc(eventsTable.seq))
      .limit(limit)
      .all();
    if (rows.length !== Math.min(limit, upTo - after)) return null;
    const events: Happening[] = [];
    for (const [i, { seq, event }] of rows.entries()) {
      const parsed = Happening.safeParse({ ...JSON.parse(event), seq });
      if (!parsed.success || seq !== after + 1 + i) return null;
      events.push(parsed.data);
    }
    return events;
  }

  /** The newest kept event about each subject whose name begins so, as it was told. */
  lastTold(beginning = 'ses_'): ReadonlyMap<string, NewEvent> {
    const { db } = this.#store;
    const newest = db
      .select({ seq: max(eventsTable.seq) })
      .from(eventsTable)
      .where(and(isNotNull(eventsTable.subject), gte(eventsTable.subject, beginning), lt(eventsTable.subject, `${beginning}\uffff`)))
      .groupBy(eventsTable.subject);
    const rows = db.select().from(eventsTable).where(inArray(eventsTable.seq, newest)).all();
    return new Map(rows.map(({ subject, event }) => [subject ?? '', JSON.parse(event) as NewEvent]));
  }

  #newestWritten(): number {
    const { db } = this.#store;
    return db.select({ seq: eventsTable.seq }).from(eventsTable).orderBy(desc(eventsTable.seq)).limit(1).get()?.seq ?? 0;
  }
}

function subjectOf(event: NewEvent): string | null {
  switch (event.type) {
    case 'session.changed':
      return event.session.id;
    case 'session.removed':
      return event.id;
    case 'notification.shown':
      return `${NOTIFICATION_EVENTS}${event.notification.id}`;
    case 'notification.removed':
      return `${NOTIFICATION_EVENTS}${event.id}`;
    case 'doNotDisturb.changed':
      return `${NOTIFICATION_EVENTS}do-not-disturb`;
    case 'progress.changed':
    case 'window.focus':
    case 'window.propose':
    case 'window.act':
    case 'settings.changed':
    case 'notice':
      return null;
  }
}
