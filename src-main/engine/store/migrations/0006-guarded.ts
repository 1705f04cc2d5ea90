import type { Migration } from './types.ts';

/** Sessions that the person wants looked after when the app is closed. The version before writes none and reads past it. */
export const guarded: Migration = {
  version: 6,
  name: 'guarded',
  sql: 'ALTER TABLE sessions ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0;',
};
