export { backupPath, backupsIn, removeOldBackups } from './backups.ts';
export { GroupWriter } from './group-writer.ts';
export { isDamage, sqliteCode } from './integrity.ts';
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
export { writeFileAtomic } from './write-file.ts';
export { startWriter } from './writer/start-writer.ts';
export type { WriterConfig } from './writer/types.ts';
