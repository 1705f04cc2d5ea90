import { type Caller, MOST_TAGS, type SessionInfo, sameTag } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { SessionPublisher } from './publisher.ts';
import { firstRank, rankAfter, rankBetween } from './rank.ts';
import type { SessionRepository } from './repository.ts';
import type { SessionService } from './session-service.ts';
import type { SessionChange, SessionRecord } from './types.ts';

export interface ArrangementOptions {
  readonly repository: SessionRepository;
  readonly publisher: SessionPublisher;
  readonly sessions: Pick<SessionService, 'find' | 'describe'>;
  readonly newSessionId: () => string;
  /** Whether nobody can be looking at a window: the machine sleeps, or its screen is locked. */
  readonly away: () => boolean;
  /** Not the one of starts and stops: nothing here waits for those. */
  readonly changes: KeyedQueue;
}

/** How the person arranges sessions: pins, tags, groups, order, and what is yet to be looked at. */
export class Arrangement {
  readonly #o: ArrangementOptions;

  constructor(options: ArrangementOptions) {
    this.#o = options;
  }

  /** @throws KimiError NOT_FOUND | NAME_AMBIGUOUS, as all of these */
  pin(ref: string, pinned: boolean): Promise<SessionInfo> {
    return this.#change(ref, async (session) => (session.pinned === pinned ? {} : { pinned }));
  }

  /** Has an engine stay for a session when the app is closed, or not. */
  guard(ref: string, guarded: boolean): Promise<SessionInfo> {
    return this.#change(ref, async (session) => (session.guarded === guarded ? {} : { guarded }));
  }

  /** Adds tags that it does not have. @throws KimiError INVALID_INPUT when that makes too many */
  tag(ref: string, tags: readonly string[]): Promise<SessionInfo> {
    return this.#change(ref, async (session) => {
      const all = [...session.tags];
      for (const tag of tags) if (!all.some((one) => sameTag(one, tag))) all.push(tag);
      if (all.length === session.tags.length) return {};
      if (all.length > MOST_TAGS) throw new KimiError('INVALID_INPUT', { field: 'tags', reason: 'too many tags', limit: MOST_TAGS });
      return { tags: all };
    });
  }

  /** Takes tags away; those it does not have are none already. */
  untag(ref: string, tags: readonly string[]): Promise<SessionInfo> {
    return this.#change(ref, async (session) => {
      const left = session.tags.filter((one) => !tags.some((tag) => sameTag(one, tag)));
      return left.length === session.tags.length ? {} : { tags: left };
    });
  }

  /** Puts a session into a group, which need not be there yet, or out of its group. */
  group(ref: string, group: string | undefined): Promise<SessionInfo> {
    return this.#change(ref, async (session) => (session.group === group ? {} : { group }));
  }

  /** Gives all sessions of a group the group `name`. @throws KimiError NOT_FOUND when there is no such group */
  async renameGroup(group: string, name: string): Promise<{ readonly group: string; readonly sessions: number }> {
    const found = await this.#o.repository.sessionsInGroup(group);
    if (found.length === 0) throw new KimiError('NOT_FOUND', { kind: 'group', ref: group });
    await Promise.all(found.map(({ id }) => this.group(id, name)));
    return { group: name, sessions: found.length };
  }

  /** Puts a session right before or after another one: among the pinned when that one is, else into its group. */
  move(ref: string, where: 'before' | 'after', otherRef: string): Promise<SessionInfo> {
    return this.#change(ref, async (session) => {
      const other = await this.#o.sessions.find(otherRef);
      if (other.id === session.id) return {};
      const rank = await this.#rankBeside(session.id, where, other.rank);
      return other.pinned ? { pinned: true, rank } : { pinned: false, group: other.group, rank };
    });
  }

  /**
   * Says that the person has looked at a session, or wants to look at it again. A window that says so of what it shows behind a locked
   * screen is not believed: it says it again when the person is back.
   */
  mark(ref: string, as: 'read' | 'unread', by: Caller['kind']): Promise<SessionInfo> {
    if (as === 'read' && by === 'window' && this.#o.away()) return this.#change(ref, async () => ({}));
    const unseen = as === 'unread';
    return this.#change(ref, async (session) => (session.unseen === unseen ? {} : { unseen }));
  }

  async #rankBeside(id: SessionId, where: 'before' | 'after', rank: string): Promise<string> {
    const beyond = await this.#o.repository.neighbour(rank, where, id);
    if (where === 'before') return rankBetween(beyond, rank);
    return beyond === null ? rankAfter(rank, firstRank(this.#o.newSessionId())) : rankBetween(rank, beyond);
  }

  /** One after the other for all sessions, since a rank is made of others'. What changes nothing is not told. */
  async #change(ref: string, changeOf: (session: SessionRecord) => Promise<SessionChange>): Promise<SessionInfo> {
    const { repository, publisher, sessions, changes } = this.#o;
    const { id } = await sessions.find(ref);
    await changes.run('arrangement', async () => {
      const change = await changeOf(await sessions.find(id));
      if (Object.keys(change).length === 0) return;
      await repository.updateSession(id, change);
      publisher.changed(id);
    });
    return sessions.describe(id);
  }
}
