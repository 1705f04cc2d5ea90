import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { type DropPlace, type GroupPlace, groupStep, orderWith, stepFrom } from '../features/sessions/arranging.ts';
import { type Group, groupSessions } from '../features/sessions/grouping.ts';
import type { EngineClient } from '../rpc/client.ts';
import type { SessionsStore } from '../state/sessions-store.ts';
import { eachAtOnce } from './each-at-once.ts';
import type { HabitsKeeper } from './habits-keeper.ts';

/** Groups whose order is remembered: more than anybody moves, so that those of folders long gone do not pile up. */
const MOST_ORDERED = 500;

/** What arranging needs of the window's services. */
export interface ArrangeServices {
  readonly sessions: SessionsStore;
  /** Where the order of groups is kept. */
  readonly habits: Pick<HabitsKeeper, 'store' | 'change'>;
  /** Calls the engine; a failure becomes a notice, and null. */
  attempt<T>(run: (client: EngineClient) => Promise<T>): Promise<T | null>;
  /** Sessions that are on show stay unread until they are looked at anew. */
  leaveUnread(sessions: readonly SessionId[]): void;
}

/** How the person arranges sessions: pins, tags, groups, order, unread. Every one of these is told as a notice when it fails. */
export class ArrangeCommands {
  private readonly services: ArrangeServices;

  constructor(services: ArrangeServices) {
    this.services = services;
  }

  async pin(ids: readonly SessionId[], pinned: boolean): Promise<void> {
    await this.all(ids, (client, session) => (pinned ? client.session.pin({ session }) : client.session.unpin({ session })));
  }

  /** Has an engine stay for sessions when the app is closed, or not. */
  async guard(ids: readonly SessionId[], guarded: boolean): Promise<void> {
    await this.all(ids, (client, session) => (guarded ? client.session.guard({ session }) : client.session.unguard({ session })));
  }

  async tag(ids: readonly SessionId[], tag: string): Promise<void> {
    await this.all(ids, (client, session) => client.session.tag({ session, tags: [tag] }));
  }

  async untag(ids: readonly SessionId[], tag: string): Promise<void> {
    await this.all(ids, (client, session) => client.session.untag({ session, tags: [tag] }));
  }

  /** Puts sessions into a group, or out of theirs. */
  async group(ids: readonly SessionId[], group: string | undefined): Promise<void> {
    await this.all(ids, (client, session) => client.session.group({ session, ...(group === undefined ? {} : { group }) }));
  }

  async mark(ids: readonly SessionId[], as: 'read' | 'unread'): Promise<void> {
    if (as === 'unread') this.services.leaveUnread(ids);
    await this.all(ids, (client, session) => client.session.mark({ session, as }));
  }

  /** Puts sessions, in their order, where they were let go. */
  async drop(ids: readonly SessionId[], place: DropPlace, group: Group): Promise<void> {
    if (place.kind === 'beside') {
      const { other, where } = place;
      const inTurn = where === 'before' ? ids : ids.toReversed();
      const { put } = this.services.sessions.getState();
      await this.services.attempt(async (client) => {
        // One after the other: each comes right beside `other`, between it and the one before.
        for (const session of inTurn) put(await client.session.move({ session, where, other }));
      });
      return;
    }
    if (group.kind === 'pinned') await this.pin(ids, true);
    else {
      const { byId } = this.services.sessions.getState();
      await this.pin(
        ids.filter((id) => byId[id]?.pinned === true),
        false,
      );
      await this.group(ids, group.kind === 'own' ? group.name : undefined);
    }
  }

  /** Puts a session one up or down in its group; false at the group's end. */
  async step(id: SessionId, by: -1 | 1): Promise<boolean> {
    const place = stepFrom(id, by, this.groups());
    if (place === null) return false;
    await this.all([id], (client, session) => client.session.move({ session, where: place.where, other: place.other }));
    return true;
  }

  /** Puts a whole group beside another of its kind. */
  moveGroup(key: string, place: GroupPlace): void {
    const order = orderWith(this.groups(), key, place);
    if (order === null) return;
    // A group that is empty for now keeps its place behind these, and before those that were never moved.
    this.services.habits.change((habits) => ({ ...habits, groups: [...new Set([...order, ...habits.groups])].slice(0, MOST_ORDERED) }));
  }

  /** Puts a whole group one up or down; at the end of its kind it stays. */
  stepGroup(key: string, by: -1 | 1): void {
    const place = groupStep(key, by, this.groups());
    if (place !== null) this.moveGroup(key, place);
  }

  private groups(): readonly Group[] {
    const { sessions, habits } = this.services;
    return groupSessions(Object.values(sessions.getState().byId), habits.store.getState().groups);
  }

  // The first failure is told, and ends it.
  private async all(ids: readonly SessionId[], run: (client: EngineClient, id: SessionId) => Promise<SessionInfo>): Promise<void> {
    const { put } = this.services.sessions.getState();
    await this.services.attempt((client) => eachAtOnce(ids, async (id) => put(await run(client, id))));
  }
}
