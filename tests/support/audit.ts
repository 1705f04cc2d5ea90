import Database from 'better-sqlite3';
import { type Audit, type AuditFacts, auditPaths, keyFile, type OpenAuditOptions, openAudit } from '../../src-main/engine/audit/index.ts';
import { testLogger } from './test-logger.ts';

/** The writer's thread as it is in the sources, so that a test needs no build. */
const AUDIT_WRITER_SCRIPT = new URL('../../src-main/engine/audit/writer/entry.ts', import.meta.url);

/** Opens the audit log of a folder. Whoever opens it closes it. */
export function openAuditIn(dataFolder: string, options: Partial<OpenAuditOptions> = {}): Promise<Audit> {
  const logger = options.logger ?? testLogger();
  const keys = keyFile(auditPaths(dataFolder).key, logger);
  return openAudit({ dataFolder, writerScript: AUDIT_WRITER_SCRIPT, keys, logger, now: Date.now, ...options });
}

/** What is recorded of a call that the owner made. */
export function fact(over: Partial<AuditFacts> = {}): AuditFacts {
  return {
    caller: { kind: 'cli', role: 'owner', connection: 'outside' },
    procedure: 'session.rename',
    where: { session: 'one' },
    decision: 'allowed',
    result: 'ok',
    ...over,
  };
}

/** Does something to a database directly, as somebody with sqlite3 would. */
export function withSqlite<T>(path: string, act: (database: Database.Database) => T): T {
  const database = new Database(path);
  try {
    return act(database);
  } finally {
    database.close();
  }
}
