import type { Migration } from './types.ts';

/** When somebody asked for a terminal's end, so that the end is told from an accident, also by the next engine. */
export const stopAsked: Migration = {
  version: 3,
  name: 'stop-asked',
  sql: 'ALTER TABLE terminals ADD COLUMN stop_asked_at INTEGER;',
};
