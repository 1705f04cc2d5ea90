export { writeFileAtomic } from '../../holder/durable-file.ts';
export { sqliteCode } from './integrity.ts';
export { type OpenStoreOptions, openStore, type Query, type Store } from './open-store.ts';
export { eventsTable, layoutsTable, pageSecretsTable, sessionsTable, terminalsTable } from './schema.ts';
