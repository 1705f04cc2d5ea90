import {
  type DoNotDisturb,
  NOTIFICATION_SUBJECTS,
  type NotificationAction,
  type NotificationInfo,
  type SessionInfo,
  type ShownNotification,
} from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { NotificationId, SessionId } from '#shared/ids.ts';
import type { Logger } from '../types.ts';
import type { ActionResult, OfferedAction } from './actions.ts';
import { Board, type BoardChange } from './board.ts';
import { QuietTime } from './do-not-disturb.ts';
import { newsOf } from './news.ts';
import type { NotificationRepository } from './repository.ts';
import type { News, NotificationChannel, NotificationRecord } from './types.ts';

/** A state that passes by in less is told to nobody, and what comes within it is told in one go: about as long as a glance. */
const SETTLE_MS = 1_000;

export interface NotificationServiceOptions {
  readonly repository: NotificationRepository;
  readonly channels: readonly NotificationChannel[];
  readonly actions: readonly OfferedAction[];
  /** Whether the person has a session before their eyes right now. */
  readonly looksAt: (session: SessionId) => boolean;
  readonly onQuiet: (doNotDisturb: DoNotDisturb) => void;
  readonly newId: () => NotificationId;
  readonly logger: Logger;
  readonly now: () => number;
  readonly settleMs?: number;
}

/** One notification with what it says. */
interface Entry extends NotificationRecord {
  readonly news: News;
  readonly name: string;
}

/**
 * Turns what sessions do into what their person is told: each thing once, over all restarts, and nothing that they see, have seen,
 * or that is no longer so. What it wants is compared with what is, so that no order of events leaves a stale note behind.
 */
export class NotificationService {
  readonly #o: NotificationServiceOptions;
  readonly #quiet: QuietTime;
  readonly #board = new Board();
  /** By session and subject. */
  readonly #entries = new Map<string, Entry>();
  /** What was written down by an engine before, until its session has been heard of. */
  readonly #before: Map<string, NotificationRecord>;
  #timer: NodeJS.Timeout | null = null;
  /** What changed and is not written down yet. */
  readonly #dirty = new Set<string>();
  readonly #dropped = new Set<NotificationId>();
  /** What is before the person may have to change. */
  #redraw = false;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: NotificationServiceOptions) {
    this.#o = options;
    this.#before = new Map(options.repository.all().map((record) => [keyOf(record.session, record.subject), record]));
    this.#quiet = new QuietTime({
      repository: options.repository,
      now: options.now,
      onChange: (doNotDisturb) => {
        options.onQuiet(doNotDisturb);
        if (!doNotDisturb.on) this.#tellHeld();
      },
    });
  }

  /** Takes over from the engine before: `sessions` is all there are. Nothing that it told is told again. */
  begin(sessions: readonly SessionInfo[]): void {
    for (const session of sessions) this.#take(session);
    // Of sessions that are gone, or have gone on while nobody was there.
    for (const { id } of this.#before.values()) this.#dropped.add(id);
    this.#before.clear();
    this.#board.put(this.#open());
    if (this.#quiet.state.on) this.#changed();
    else this.#tellHeld();
  }

  /** A session is so now. */
  heard(session: SessionInfo): void {
    this.#take(session);
    this.#changed();
  }

  removed(session: SessionId): void {
    for (const [key, entry] of this.#of(session)) this.#drop(key, entry);
    this.#changed();
  }

  /** The person has come to see these sessions. */
  looked(sessions: readonly SessionId[]): void {
    for (const [key, entry] of sessions.flatMap((session) => this.#of(session))) {
      // What is fresh is judged when it is told: by then they may have looked away.
      if (isTold(entry)) this.#set(key, { ...entry, status: 'done' });
    }
    this.#changed();
  }

  /** What was told, or is held back, and is neither seen nor handled; oldest first. */
  list(): readonly NotificationInfo[] {
    return this.#infos(isTold);
  }

  /** What is before the person. */
  get shown(): readonly ShownNotification[] {
    return this.#board.shown;
  }

  get doNotDisturb(): DoNotDisturb {
    return this.#quiet.state;
  }

  /**
   * @param on without it nothing changes
   * @param minutes how long; without it until it is turned off
   */
  async setDoNotDisturb(on: boolean | undefined, minutes: number | undefined): Promise<DoNotDisturb> {
    return on === undefined ? this.doNotDisturb : this.#quiet.set(on, minutes);
  }

  /** @throws KimiError NOT_FOUND */
  async dismiss(which: NotificationId | 'all'): Promise<{ readonly dismissed: number }> {
    const entries = which === 'all' ? this.list().map(({ id }) => this.#find(id)) : [this.#find(which)];
    for (const entry of entries) this.#set(keyOf(entry.session, entry.subject), { ...entry, status: 'done' });
    this.#changed();
    await this.#writing;
    return { dismissed: entries.length };
  }

  /** A channel has put these before the person. Ones that are gone by now are no error. */
  async markShown(ids: readonly NotificationId[]): Promise<void> {
    const wanted = new Set(ids);
    for (const [key, entry] of this.#entries) if (wanted.has(entry.id) && !entry.shown) this.#set(key, { ...entry, shown: true });
    this.#changed();
    await this.#writing;
  }

  /** @throws KimiError NOT_FOUND | INVALID_INPUT (not offered for it) | as the action throws */
  async act(id: NotificationId, action: NotificationAction): Promise<ActionResult> {
    const entry = this.#find(id);
    const offered = this.#o.actions.find((one) => one.id === action && one.offeredFor(entry.news.kind));
    if (offered === undefined)
      throw new KimiError('INVALID_INPUT', { field: 'action', value: action, reason: 'the notification does not offer it' });
    const result = await offered.run(entry.session);
    const key = keyOf(entry.session, entry.subject);
    const now = this.#entries.get(key);
    // Where no window is open, nobody has seen it yet.
    if (now?.id === id && (action !== 'open' || result.window !== null)) {
      this.#set(key, { ...now, status: 'done' });
      this.#changed();
    }
    return result;
  }

  /** Resolves when everything so far is written down. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#quiet.close();
    await this.#writing;
  }

  #take(session: SessionInfo): void {
    const news = newsOf(session);
    for (const [key, entry] of this.#of(session.id)) {
      if (entry.subject !== news?.subject || entry.occurrence !== news.occurrence) this.#drop(key, entry);
    }
    if (news === null) return;
    const key = keyOf(session.id, news.subject);
    const known = this.#entries.get(key) ?? this.#inherit(key, news);
    const { name } = session;
    if (known === undefined) {
      const { subject, occurrence } = news;
      const status = news.known ? 'done' : 'fresh';
      this.#set(key, { id: this.#o.newId(), session: session.id, subject, occurrence, status, shown: false, news, name });
      if (status === 'fresh') this.#settle();
      return;
    }
    const status = news.known && known.status !== 'done' ? 'done' : known.status;
    if (status !== known.status) this.#set(key, { ...known, status, news, name });
    else {
      // A name or a kind that changes is not written down: the session has it.
      this.#entries.set(key, { ...known, news, name });
      this.#redraw = true;
    }
  }

  #inherit(key: string, news: News): NotificationRecord | undefined {
    const record = this.#before.get(key);
    if (record?.occurrence !== news.occurrence) return undefined;
    this.#before.delete(key);
    return record;
  }

  #settle(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tellFresh();
    }, this.#o.settleMs ?? SETTLE_MS);
  }

  #tellFresh(): void {
    const status = this.#quiet.state.on ? 'held' : 'open';
    for (const [key, entry] of this.#entries) {
      if (entry.status === 'fresh') this.#set(key, { ...entry, status: this.#o.looksAt(entry.session) ? 'done' : status });
    }
    this.#changed();
  }

  #tellHeld(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.status === 'held') this.#set(key, { ...entry, status: this.#o.looksAt(entry.session) ? 'done' : 'open' });
    }
    this.#changed();
  }

  #set(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#redraw = true;
    if (entry.status !== 'fresh') this.#dirty.add(key);
  }

  #drop(key: string, { id }: Entry): void {
    this.#entries.delete(key);
    this.#dirty.delete(key);
    this.#dropped.add(id);
    this.#redraw = true;
  }

  #of(session: SessionId): readonly (readonly [string, Entry])[] {
    return NOTIFICATION_SUBJECTS.flatMap((subject) => {
      const key = keyOf(session, subject);
      const entry = this.#entries.get(key);
      return entry === undefined ? [] : [[key, entry] as const];
    });
  }

  /** Writes down what changed, then tells it: nobody is told what the next engine would not know of. */
  #changed(): void {
    if (!this.#redraw && this.#dropped.size === 0) return;
    this.#redraw = false;
    const changed = [...this.#dirty].flatMap((key) => this.#entries.get(key) ?? []).map(recordOf);
    const dropped = [...this.#dropped];
    this.#dirty.clear();
    this.#dropped.clear();
    const open = this.#open();
    this.#writing = this.#writing.then(async () => {
      if (changed.length > 0 || dropped.length > 0) {
        try {
          await this.#o.repository.write(changed, dropped);
        } catch (error) {
          // Told all the same: a disk that is full is no reason to leave somebody waiting.
          this.#o.logger.error('notifications could not be written down', { count: changed.length, reason: String(error) });
        }
      }
      for (const change of this.#board.put(open)) this.#tell(change);
    });
  }

  #tell(change: BoardChange): void {
    for (const channel of this.#o.channels) {
      if (change.kind === 'show') channel.show(change.notification, change.alert);
      else channel.remove(change.id);
    }
  }

  #open(): readonly NotificationInfo[] {
    return this.#infos(({ status }) => status === 'open');
  }

  #infos(which: (entry: Entry) => boolean): readonly NotificationInfo[] {
    const entries = [...this.#entries.values()].filter(which).sort((a, b) => a.news.since - b.news.since);
    return entries.map((entry) => this.#info(entry));
  }

  #info({ id, session, subject, status, shown, news, name }: Entry): NotificationInfo {
    const { kind, since, detail, said } = news;
    const actions = this.#o.actions.filter((action) => action.offeredFor(kind)).map((action) => action.id);
    return {
      id,
      session,
      name,
      subject,
      kind,
      since,
      held: status === 'held',
      shown,
      actions,
      ...(detail === undefined ? {} : { detail }),
      ...(said === undefined ? {} : { said }),
    };
  }

  /** @throws KimiError NOT_FOUND */
  #find(id: NotificationId): Entry {
    for (const entry of this.#entries.values()) if (entry.id === id && isTold(entry)) return entry;
    throw new KimiError('NOT_FOUND', { kind: 'notification', ref: id });
  }
}

/** Told, or held back from it, and neither seen nor handled. */
function isTold({ status }: Entry): boolean {
  return status === 'open' || status === 'held';
}

function keyOf(session: SessionId, subject: string): string {
  return `${session} ${subject}`;
}

function recordOf({ id, session, subject, occurrence, status, shown }: Entry): NotificationRecord {
  return { id, session, subject, occurrence, status, shown };
}
