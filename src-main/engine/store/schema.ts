import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SessionState, TerminalInfo } from '#shared/contract/index.ts';

// The tables as queries see them. What is in the file is decided by migrations/; a test compares the two.
// Each table has one writer: sessions and terminals in engine/sessions, layouts in engine/settings, page_secrets in engine/access,
// events in engine/bus, notifications and do_not_disturb in engine/notifications.

export const sessionsTable = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  hostId: text('host_id').notNull().default('local'),
  name: text('name').notNull(),
  agent: text('agent').notNull(),
  cwd: text('cwd').notNull(),
  args: text('args', { mode: 'json' }).$type<readonly string[]>().notNull(),
  env: text('env', { mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
  depth: integer('depth').notNull(),
  lifecycle: text('lifecycle').notNull(),
  state: text('state', { mode: 'json' }).$type<SessionState>().notNull(),
  unseen: integer('unseen', { mode: 'boolean' }).notNull(),
  agentSession: text('agent_session'),
  prompt: text('prompt'),
  promptStatus: text('prompt_status'),
  pinned: integer('pinned', { mode: 'boolean' }).notNull(),
  tags: text('tags', { mode: 'json' }).$type<readonly string[]>().notNull(),
  group: text('group_name'),
  /** Null in a session of a version before 5. */
  rank: text('rank'),
  guarded: integer('guarded', { mode: 'boolean' }).notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const terminalsTable = sqliteTable('terminals', {
  id: text('id').primaryKey(),
  sessionId: text('session_id')
    .notNull()
    .references(() => sessionsTable.id, { onDelete: 'cascade' }),
  cols: integer('cols').notNull(),
  rows: integer('rows').notNull(),
  agentEnv: text('agent_env', { mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
  createdAt: integer('created_at').notNull(),
  pid: integer('pid'),
  startTime: text('start_time'),
  startedAt: integer('started_at'),
  exit: text('exit', { mode: 'json' }).$type<NonNullable<TerminalInfo['exit']>>(),
  lostHolder: text('lost_holder'),
  stopAskedAt: integer('stop_asked_at'),
});

export const layoutsTable = sqliteTable('layouts', {
  name: text('name').primaryKey(),
  json: text('json').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const pageSecretsTable = sqliteTable('page_secrets', {
  hash: text('hash').primaryKey(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at').notNull(),
});

export const eventsTable = sqliteTable('events', {
  seq: integer('seq').primaryKey(),
  at: integer('at').notNull(),
  /** The id that the event is about; the newest one about it says how it was told last. */
  subject: text('subject'),
  /** True when something that happened before this one could not be kept. */
  afterGap: integer('after_gap', { mode: 'boolean' }).notNull(),
  /** The event without its number. */
  event: text('event').notNull(),
});

export const notificationsTable = sqliteTable('notifications', {
  id: text('id').primaryKey(),
  sessionId: text('session_id').notNull(),
  subject: text('subject').notNull(),
  /** Which of the session's states it tells: another one of the same kind is another notification. */
  occurrence: text('occurrence').notNull(),
  status: text('status').notNull(),
  shown: integer('shown', { mode: 'boolean' }).notNull(),
});

/** One row while the person is not to be disturbed. */
export const doNotDisturbTable = sqliteTable('do_not_disturb', {
  id: integer('id').primaryKey(),
  /** Null: until it is turned off. */
  until: integer('until'),
});

export const tables = { sessionsTable, terminalsTable, layoutsTable, pageSecretsTable, eventsTable, notificationsTable, doNotDisturbTable };
