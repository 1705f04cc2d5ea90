export { writeFileAtomic } from '../../holder/durable-file.ts';
export { sqliteCode } from './integrity.ts';
export { type OpenStoreOptions, openStore, type Query, type Store } from './open-store.ts';
export {
  doNotDisturbTable,
  eventsTable,
  layoutsTable,
  notificationsTable,
  pageSecretsTable,
  sessionsTable,
  terminalsTable,
} from './schema.ts';
