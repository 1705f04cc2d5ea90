import { and, asc, desc, eq, gt, lt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { AGENT_IDS, LIFECYCLES } from '#shared/contract/index.ts';
import { SessionId, TerminalId } from '#shared/ids.ts';
import { type Query, type Store, sessionsTable, sqliteCode, terminalsTable } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { firstRank } from './rank.ts';
import type { SessionChange, SessionRecord, TerminalChange, TerminalRecord } from './types.ts';
import { type Happened, Unwritten } from './unwritten.ts';

type SessionRow = typeof sessionsTable.$inferSelect;
type TerminalRow = typeof terminalsTable.$inferSelect;

const Prompt = z.enum(['pending', 'sending', 'unconfirmed']);
/** The order of writing. Times do not tell it: the machine's clock is set back now and then. */
const WRITTEN = sql`rowid`;

/** The rank that a session has; `firstRank` in SQL for one that was never given one. */
const RANK = sql<string>`coalesce(${sessionsTable.rank}, substr(${sessionsTable.id}, 5) || 'I')`;

const LostHolder = z.enum(['survived', 'gone']);

/** What names a terminal and the session that it belongs to. */
type TerminalKey = Pick<TerminalRecord, 'id' | 'sessionId'>;

/**
 * Sessions and their terminals. The only writer of both tables. Changes of one session are made in the order in which they were asked for.
 * What somebody asks for (`create`, `addTerminal`, `updateSession`, `claim`) is durable when it resolves, or was not done. What has happened
 * (all the others) cannot be refused: it is durable when it resolves, or kept in memory until the database takes it. Every read sees it.
 */
export class SessionRepository {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #unwritten: Unwritten;

  constructor(store: Store, now: () => number, logger: Logger) {
    this.#store = store;
    this.#now = now;
    this.#unwritten = new Unwritten({
      write: (...queries) => store.write(...queries),
      queries: (id, happened) => this.#queries(id, happened),
      logger,
    });
  }

  /** `listener` hears of each session about which something was written later than it happened. */
  onWrittenLate(listener: (id: SessionId) => void): void {
    this.#unwritten.onLate(listener);
  }

  /** Tries a last time to write what is kept. */
  close(): Promise<void> {
    return this.#unwritten.close();
  }

  /** Newest first. */
  async sessions(): Promise<readonly SessionRecord[]> {
    return this.#sessions(this.#store.db.select().from(sessionsTable).orderBy(desc(WRITTEN)).all());
  }

  async session(id: string): Promise<SessionRecord | undefined> {
    const row = this.#store.db.select().from(sessionsTable).where(eq(sessionsTable.id, id)).get();
    return row === undefined ? undefined : this.#sessions([row])[0];
  }

  async sessionsNamed(name: string): Promise<readonly SessionRecord[]> {
    return this.#sessions(this.#store.db.select().from(sessionsTable).where(eq(sessionsTable.name, name)).orderBy(asc(WRITTEN)).all());
  }

  async sessionsInGroup(group: string): Promise<readonly SessionRecord[]> {
    return this.#sessions(this.#store.db.select().from(sessionsTable).where(eq(sessionsTable.group, group)).orderBy(asc(RANK)).all());
  }

  /** The rank next to `rank` on one side, over all sessions but `except`; null when there is none. */
  async neighbour(rank: string, side: 'before' | 'after', except: SessionId): Promise<string | null> {
    const [beyond, nearest] = side === 'before' ? [lt(RANK, rank), desc(RANK)] : [gt(RANK, rank), asc(RANK)];
    const { db } = this.#store;
    const others = and(beyond, ne(sessionsTable.id, except));
    return db.select({ rank: RANK }).from(sessionsTable).where(others).orderBy(nearest).limit(1).get()?.rank ?? null;
  }

  /** A session's terminals, newest first: the first one is the one that counts. */
  async terminals(sessionId: string): Promise<readonly TerminalRecord[]> {
    const rows = this.#store.db.select().from(terminalsTable).where(eq(terminalsTable.sessionId, sessionId)).orderBy(desc(WRITTEN)).all();
    return this.#terminals(rows);
  }

  async terminal(id: string): Promise<TerminalRecord | undefined> {
    const row = this.#store.db.select().from(terminalsTable).where(eq(terminalsTable.id, id)).get();
    return row === undefined ? undefined : this.#terminals([row])[0];
  }

  /** Writes a new session and its first terminal in one go: neither is ever without the other. */
  async create(session: SessionRecord, terminal: TerminalRecord): Promise<void> {
    const insert = this.#store.db.insert(sessionsTable).values({
      ...session,
      agentSession: session.agentSession ?? null,
      group: session.group ?? null,
      prompt: session.prompt?.text ?? null,
      promptStatus: session.prompt?.status ?? null,
    });
    await this.#unwritten.write(session.id, insert, this.#insertTerminal(terminal));
  }

  /** Writes a further terminal of a session together with what changes about the session. */
  async addTerminal(terminal: TerminalRecord, change: SessionChange): Promise<void> {
    await this.#unwritten.write(terminal.sessionId, this.#insertTerminal(terminal), this.#updateSession(terminal.sessionId, change));
  }

  async updateSession(id: SessionId, change: SessionChange): Promise<void> {
    await this.#unwritten.write(id, this.#updateSession(id, change));
  }

  /** Takes note of what happened to a session. */
  async noteSession(id: SessionId, change: SessionChange): Promise<void> {
    await this.#unwritten.note(id, { session: change });
  }

  /** Takes note of what happened to a terminal. */
  async noteTerminal({ id, sessionId }: TerminalKey, change: TerminalChange): Promise<void> {
    await this.#unwritten.note(sessionId, { terminals: new Map([[id, change]]) });
  }

  /** Takes note of what became of a terminal and of its session in one go. */
  async settle({ id, sessionId }: TerminalKey, terminalChange: TerminalChange, sessionChange: SessionChange): Promise<void> {
    await this.#unwritten.note(sessionId, { session: sessionChange, terminals: new Map([[id, terminalChange]]) });
  }

  /** Ties an agent's own session to a session of ours; false when another one has it. */
  async claim(id: SessionId, agentSession: string): Promise<boolean> {
    try {
      await this.#unwritten.write(id, this.#updateSession(id, { agentSession }));
      return true;
    } catch (error) {
      if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT_UNIQUE') === true) return false;
      throw error;
    }
  }

  /** Removes a terminal whose output is gone. */
  async removeTerminal({ id, sessionId }: TerminalKey): Promise<void> {
    await this.#unwritten.note(sessionId, { terminals: new Map([[id, null]]) });
  }

  /** Removes a session, whose output is gone, with its terminals. */
  async remove(id: SessionId): Promise<void> {
    await this.#unwritten.note(id, { removed: true });
  }

  #queries(id: SessionId, { session = {}, terminals = new Map(), removed = false }: Happened): readonly Query[] {
    const { db } = this.#store;
    if (removed) return [db.delete(sessionsTable).where(eq(sessionsTable.id, id))];
    const queries = [...terminals].flatMap(([terminal, change]) =>
      change === null ? [db.delete(terminalsTable).where(eq(terminalsTable.id, terminal))] : this.#updateTerminal(terminal, change),
    );
    return Object.keys(session).length === 0 ? queries : [...queries, this.#updateSession(id, session)];
  }

  /** Rows as records, as they are with what happened since. */
  #sessions(rows: readonly SessionRow[]): readonly SessionRecord[] {
    return rows.map(toSession).flatMap((record) => {
      const { session, removed } = this.#unwritten.of(record.id);
      return removed === true ? [] : [{ ...record, ...session }];
    });
  }

  #terminals(rows: readonly TerminalRow[]): readonly TerminalRecord[] {
    return rows.map(toTerminal).flatMap((record) => {
      const { terminals, removed } = this.#unwritten.of(record.sessionId);
      const change = terminals?.get(record.id);
      return removed === true || change === null ? [] : [{ ...record, ...change }];
    });
  }

  #insertTerminal(terminal: TerminalRecord): Query {
    const { process, exit, lostHolder, ...rest } = terminal;
    return this.#store.db.insert(terminalsTable).values({
      ...rest,
      pid: process?.pid ?? null,
      startTime: process?.startTime ?? null,
      startedAt: process?.startedAt ?? null,
      exit: exit ?? null,
      lostHolder: lostHolder ?? null,
    });
  }

  #updateSession(id: string, change: SessionChange): Query {
    const { prompt, agentSession, group, ...rest } = change;
    return this.#store.db
      .update(sessionsTable)
      .set({
        ...rest,
        ...('prompt' in change ? { prompt: prompt?.text ?? null, promptStatus: prompt?.status ?? null } : {}),
        ...('agentSession' in change ? { agentSession: agentSession ?? null } : {}),
        ...('group' in change ? { group: group ?? null } : {}),
        updatedAt: this.#now(),
      })
      .where(eq(sessionsTable.id, id));
  }

  /** None when nothing changes. */
  #updateTerminal(id: string, change: TerminalChange): readonly Query[] {
    const { process, exit, lostHolder, ...rest } = change;
    const values = {
      ...rest,
      ...(process === undefined ? {} : { pid: process.pid, startTime: process.startTime, startedAt: process.startedAt }),
      ...(exit === undefined ? {} : { exit }),
      ...('lostHolder' in change ? { lostHolder: lostHolder ?? null } : {}),
    };
    if (Object.keys(values).length === 0) return [];
    return [this.#store.db.update(terminalsTable).set(values).where(eq(terminalsTable.id, id))];
  }
}

function toSession(row: SessionRow): SessionRecord {
  return {
    id: SessionId.parse(row.id),
    name: row.name,
    agent: z.enum(AGENT_IDS).parse(row.agent),
    cwd: row.cwd,
    args: row.args,
    env: row.env,
    depth: row.depth,
    lifecycle: z.enum(LIFECYCLES).parse(row.lifecycle),
    state: row.state,
    unseen: row.unseen,
    agentSession: row.agentSession ?? undefined,
    prompt: row.prompt === null ? undefined : { text: row.prompt, status: Prompt.parse(row.promptStatus) },
    pinned: row.pinned,
    tags: row.tags,
    group: row.group ?? undefined,
    rank: row.rank ?? firstRank(row.id),
    guarded: row.guarded,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function toTerminal(row: TerminalRow): TerminalRecord {
  const { pid, startTime, startedAt } = row;
  return {
    id: TerminalId.parse(row.id),
    sessionId: SessionId.parse(row.sessionId),
    cols: row.cols,
    rows: row.rows,
    agentEnv: row.agentEnv,
    createdAt: row.createdAt,
    process: pid === null ? undefined : { pid, startTime: startTime ?? '', startedAt: startedAt ?? row.createdAt },
    exit: row.exit ?? undefined,
    lostHolder: row.lostHolder === null ? undefined : LostHolder.parse(row.lostHolder),
    stopAskedAt: row.stopAskedAt ?? undefined,
  };
}
