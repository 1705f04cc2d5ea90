import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Redactor } from '#shared/redaction/index.ts';
import { startTimeOf } from '../holder/process/process-list.ts';
import type { Access } from './access/index.ts';
import { createAccess } from './access/index.ts';
import { type Audit, auditPaths, keychainKey, openAudit } from './audit/index.ts';
import type { Cleanup } from './cleanup.ts';
import { acquireEngineLock, type EngineLock, prepareDataFolder } from './lock/index.ts';
import { makeWay } from './ownership/index.ts';
import type { EngineParts } from './parts.ts';
import { keychainUntil, Secrets, systemKeychain } from './secrets/index.ts';
import { SessionRepository } from './sessions/index.ts';
import { adminFile, createLayouts, createSettings, type Layouts, type SettingsService } from './settings/index.ts';
import { openStore, type Store } from './store/index.ts';
import type { EngineOptions } from './types.ts';

/** What the engine keeps in its data folder, open and locked. */
export interface DataParts {
  readonly lock: EngineLock;
  readonly store: Store;
  readonly settings: SettingsService;
  readonly layouts: Layouts;
  readonly repository: SessionRepository;
  readonly access: Access;
  readonly secrets: Secrets;
  readonly audit: Audit;
  /** Socket on which the command line and children reach this engine. */
  readonly socket: string;
  /** Refuses, as ENGINE_ENDING, what waits for somebody to unlock a secret, and what would wait from now on. */
  readonly endWaits: () => void;
}

/** The data folder while it is ours alone. */
type HeldFolder = Pick<DataParts, 'lock' | 'socket'>;

/** Takes the data folder. @throws KimiError ENGINE_ALREADY_RUNNING | ENGINE_STUCK | DATA_FOLDER_* */
export async function holdFolder(
  { dataFolder, kind, takeOver = false, logger, now }: EngineOptions & { readonly now: () => number },
  parts: EngineParts,
  cleanup: Cleanup,
): Promise<HeldFolder> {
  await prepareDataFolder(dataFolder);
  const socket = parts.socketPath(dataFolder, 'engine');
  const lock = await acquireEngineLock(
    dataFolder,
    { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '', startedAt: now(), kind, socket },
    makeWay({ dataFolder, kind, insist: takeOver, logger }),
  );
  cleanup.add('lock', () => lock.release());
  return { lock, socket };
}

/** Opens what is in the data folder. @throws KimiError DATA_FOLDER_* | DATABASE_DAMAGED | ENGINE_START_FAILED */
export async function openData(
  options: EngineOptions & { readonly now: () => number; readonly redactor: Redactor },
  { lock, socket }: HeldFolder,
  cleanup: Cleanup,
): Promise<DataParts> {
  const { dataFolder, installation, logger, redactor, now, flags = {}, admin = adminFile() } = options;
  // Beside the rest, because its thread needs a moment to start; closed after it, because the end of a part may still be recorded.
  const ended = new AbortController();
  const endWaits = () => ended.abort(new KimiError('ENGINE_ENDING'));
  const keychain = keychainUntil(options.keychain ?? systemKeychain({ logger }), ended.signal);
  const audit = auditPaths(dataFolder);
  const opening = openAudit({
    dataFolder,
    writerScript: join(installation.mainFolder, 'audit-writer.js'),
    keys: keychainKey({ file: audit.key, account: audit.keyAccount, keychain, logger }),
    logger,
    redactor,
    now,
  });
  cleanup.add('audit log', async () => (await opening).close());
  const writerScript = join(installation.mainFolder, 'state-writer.js');
  const store = await openStore({ path: join(dataFolder, 'state.db'), logger, now, writerScript });
  cleanup.add('database', () => store.close());
  const repository = new SessionRepository(store, now, logger);
  const sessionExists = async (id: string) => (await repository.session(id)) !== undefined;
  const sessionOfChild = async (childId: string) => {
    const terminal = await repository.terminal(childId);
    const session = terminal === undefined ? undefined : await repository.session(terminal.sessionId);
    return session === undefined ? null : { session: session.id, depth: session.depth };
  };
  const path = join(dataFolder, 'settings.toml');
  const settings = await createSettings({ path, logger, env: process.env, flags, admin, follow: true, migrate: true, now });
  cleanup.add('settings files', () => settings.close());
  const secrets = new Secrets({ dataFolder, keychain, redactor, logger, now, ended: ended.signal });
  cleanup.add('secrets', () => {
    endWaits();
    return secrets.close();
  });
  return {
    lock,
    store,
    settings,
    layouts: createLayouts(store, now),
    repository,
    access: await createAccess({ dataFolder, store, logger, now, sessionExists, sessionOfChild }),
    secrets,
    audit: await opening,
    socket,
    endWaits,
  };
}
