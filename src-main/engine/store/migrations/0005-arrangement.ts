import type { Migration } from './types.ts';

/** How the person arranges sessions. A rank that is missing is made of the session's id, so the version before can go on writing. */
export const arrangement: Migration = {
  version: 5,
  name: 'arrangement',
  sql: `
    ALTER TABLE sessions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sessions ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE sessions ADD COLUMN group_name TEXT;
    ALTER TABLE sessions ADD COLUMN rank TEXT;
  `,
};
