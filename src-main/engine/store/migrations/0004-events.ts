import type { Migration } from './types.ts';

/** What happened, numbered, so that a reader that was away can be told what it missed. */
export const events: Migration = {
  version: 4,
  name: 'events',
  sql: `
    CREATE TABLE events (
      seq INTEGER NOT NULL PRIMARY KEY,
      at INTEGER NOT NULL,
      subject TEXT,
      after_gap INTEGER NOT NULL,
      event TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_subject ON events (subject, seq) WHERE subject IS NOT NULL;
  `,
};
