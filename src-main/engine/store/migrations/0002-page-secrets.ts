import type { Migration } from './types.ts';

/** Secrets of pages that were let in, as hashes, so that a page is still known after the engine was restarted. */
export const pageSecrets: Migration = {
  version: 2,
  name: 'page-secrets',
  sql: `
    CREATE TABLE page_secrets (
      hash TEXT PRIMARY KEY,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER NOT NULL
    ) STRICT;
  `,
};
