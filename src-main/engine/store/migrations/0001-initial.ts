import type { Migration } from './types.ts';

/** Sessions, the terminals they ran in, and what windows remember. */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
    CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      host_id TEXT NOT NULL DEFAULT 'local',
      name TEXT NOT NULL,
      agent TEXT NOT NULL,
      cwd TEXT NOT NULL,
      args TEXT NOT NULL,
      env TEXT NOT NULL,
      depth INTEGER NOT NULL,
      lifecycle TEXT NOT NULL,
      state TEXT NOT NULL,
      unseen INTEGER NOT NULL,
      agent_session TEXT,
      prompt TEXT,
      prompt_status TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_name ON sessions (name);
    CREATE UNIQUE INDEX sessions_by_agent_session ON sessions (agent, agent_session) WHERE agent_session IS NOT NULL;

    CREATE TABLE terminals (
      id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      cols INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      agent_env TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      pid INTEGER,
      start_time TEXT,
      started_at INTEGER,
      exit TEXT,
      lost_holder TEXT
    ) STRICT;
    CREATE INDEX terminals_by_session ON terminals (session_id, created_at);

    CREATE TABLE layouts (
      name TEXT PRIMARY KEY,
      json TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
  `,
};
