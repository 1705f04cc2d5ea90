import type { Migration } from './types.ts';

/** What the person was told, so that a restart tells nothing twice and forgets nothing, and whether they want to be left alone. */
export const notifications: Migration = {
  version: 7,
  name: 'notifications',
  sql: `
    CREATE TABLE notifications (
      id TEXT NOT NULL PRIMARY KEY,
      session_id TEXT NOT NULL,
      subject TEXT NOT NULL,
      occurrence TEXT NOT NULL,
      status TEXT NOT NULL,
      shown INTEGER NOT NULL,
      UNIQUE (session_id, subject)
    ) STRICT;
    CREATE TABLE do_not_disturb (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      until INTEGER
    ) STRICT;
  `,
};
