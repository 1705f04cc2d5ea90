import { join } from 'node:path';
import type { AuditEntry } from '#shared/contract/index.ts';
import { MOST_AUDIT_ENTRIES } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor, type Redactor } from '#shared/redaction/index.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { readIfThere } from '../../holder/durable-file.ts';
import type { Trouble } from '../../threads/writer-protocol.ts';
import { makeFolder } from '../folders/index.ts';
import { GroupWriter, startWriter } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { AuditLog, asAuditError } from './audit-log.ts';
import { readCheckpoint } from './checkpoint.ts';
import { type AuditFilter, wantedBy } from './filter.ts';
import { entryOf } from './rows.ts';
import { SEAL_SIZES, Sealer, type SealSizes } from './sealer.ts';
import { type Piece, Snapshot } from './snapshot.ts';
import type { AuditFacts, AuditUnit, AuditVerdict, AuditWriterConfig, KeyStore } from './types.ts';
import { verify } from './verify.ts';

/** The audit log as the rest of the engine uses it. */
export interface Audit {
  /** Appends an entry: true when it is on the disk, false when it is counted as missing. Never fails. */
  record(facts: AuditFacts): Promise<boolean>;
  /** For what must not be done without the log. @throws KimiError AUDIT_UNAVAILABLE | AUDIT_DAMAGED when it cannot be written */
  ready(): Promise<void>;
  /** Entries, newest first. @throws KimiError INVALID_INPUT | AUDIT_DAMAGED | AUDIT_UNAVAILABLE */
  list(filter: AuditFilter & { readonly limit: number; readonly before?: number | undefined }): Promise<AuditPage>;
  /** Entries, oldest first, a piece at a time. @throws as list does */
  export(filter: AuditFilter & { readonly after: number }): Promise<AuditPiece>;
  /** Reads the whole log. @throws KimiError AUDIT_DAMAGED | AUDIT_UNAVAILABLE when the database cannot be read at all */
  verify(): Promise<AuditVerdict>;
  /** What is wrong with the log as far as it was noticed; null when nothing. */
  problem(): AuditProblem | null;
  /** Hears when entries begin to be lost (true) and when they are kept again (false). */
  onFailing(listener: (failing: boolean) => void): void;
  /** Writes what is queued, and closes; bounded (1 s). */
  close(): Promise<void>;
}

export interface AuditPage {
  readonly entries: AuditEntry[];
  /** Where the next page begins (before); null at the end. */
  readonly more: number | null;
}

export interface AuditPiece {
  readonly entries: AuditEntry[];
  /** Where the next piece begins (after); null at the end. */
  readonly next: number | null;
}

/** `failing`: it cannot be written; `contradiction`: what is there is not what we left; `unsigned`: its checkpoints stand still. */
export interface AuditProblem {
  readonly kind: 'failing' | 'contradiction' | 'unsigned';
  readonly reason: string;
}

export interface OpenAuditOptions {
  readonly dataFolder: string;
  /** `audit-writer.js`, or writer/entry.ts. */
  readonly writerScript: string | URL;
  readonly keys: KeyStore;
  readonly logger: Logger;
  readonly now: () => number;
  /** What entries go through. Default: one that knows only what tokens look like. */
  readonly redactor?: Redactor;
  /** How its thread is started. Default: startWriter; tests look at it while it works. */
  readonly startWriter?: typeof startWriter<AuditUnit>;
  /** Default: SEAL_SIZES. */
  readonly sealSizes?: SealSizes;
}

/** Where the parts of the log lie in a data folder. */
export function auditPaths(dataFolder: string) {
  const folder = join(dataFolder, 'audit');
  return {
    database: join(dataFolder, 'audit.db'),
    folder,
    checkpoint: join(folder, 'checkpoint'),
    key: join(folder, 'key'),
    keyAccount: join(folder, 'key-account'),
    sealed: join(folder, 'sealed'),
  };
}

/** Another process has the file only for a moment (a person with sqlite3): three seconds outlast that. */
const BUSY_MS = 3000;
/**
 * Where no writer starts, that is not tried again at once with every call (each try reads the whole database), and neither is a writer asked again
 * that did not take the key.
 */
const RETRY_MS = 2000;
/** All tries of a start have begun by then (three waits of 400 ms at most); one that waited for another process's lock (BUSY_MS) is the last. */
const TRIES_MS = 1500;
/** A keychain that did not give the key is asked again with an entry after so long; it may have to ask the person. */
const ASK_KEY_AGAIN_MS = 60_000;
const WITHHELD = 'the keychain does not give its key';
/** What is left of the second that the engine gives one part to end in, beside what the writer takes. */
const SEALER_ENDS_MS = 90;

/** Opens the audit log of a data folder. A log that cannot be opened stops nobody: it says so, and what needs it is refused. */
export async function openAudit(options: OpenAuditOptions): Promise<Audit> {
  const {
    dataFolder,
    writerScript,
    keys,
    logger,
    now,
    startWriter: start = startWriter<AuditUnit>,
    sealSizes = SEAL_SIZES,
    redactor = createRedactor(),
  } = options;
  const paths = auditPaths(dataFolder);
  let contradiction: string | null = null;
  let key: Uint8Array | null = null;
  /** By `performance.now`. */
  let askForKeyFrom = 0;
  /** Why checkpoints are not signed, as far as it was noticed. */
  let unsigned: string | null = null;

  /** Why they cannot be written, for as long as that lasts. */
  let unnoted: string | null = null;

  const hearTrouble = (trouble: Trouble) => {
    if ('passing' in trouble) {
      unnoted = trouble.passing;
      if (unnoted === null) logger.info('the checkpoints of the audit log are written again');
      else logger.error('the checkpoints of the audit log stand still', { reason: unnoted });
      return;
    }
    contradiction = trouble.lasting;
    logger.error('the audit log is not what was left', { reason: contradiction });
  };
  const startThread = async () => {
    await makeFolder(paths.folder);
    key ??= await keys.atHand();
    const config: AuditWriterConfig = { path: paths.database, busyMs: BUSY_MS, checkpoint: paths.checkpoint, key };
    // What kept the one before from noting checkpoints is for this one to find, or not.
    unnoted = null;
    return start(writerScript, config, hearTrouble);
  };
  const writer = new GroupWriter<AuditUnit>({ start: startThread, starting: { budgetMs: TRIES_MS, restMs: RETRY_MS }, logger });
  const open = () => new Snapshot(paths.database, paths.sealed);
  const sealer = new Sealer({ snapshot: open, folder: paths.sealed, write: (unit) => writer.write(unit), logger, sizes: sealSizes });
  /**
   * Not while checkpoints stand still: they are checked against the entries of the database, and the last one that was signed for has to be
   * among those when the key comes.
   */
  const seal = () => {
    if (key !== null && unnoted === null) void sealer.run();
  };
  /** Lets checkpoints be signed that were not yet, because the keychain has the key; no entry waits for that. */
  const sign = async () => {
    if (key !== null || performance.now() < askForKeyFrom) return;
    askForKeyFrom = performance.now() + ASK_KEY_AGAIN_MS;
    try {
      const given = await keys.key();
      unsigned = given === null ? WITHHELD : null;
      if (given === null) return;
      await writer.write({ sign: given });
      // Only now: a writer that did not take it is to be given it again.
      key = given;
      seal();
    } catch (error) {
      askForKeyFrom = performance.now() + RETRY_MS;
      unsigned = error instanceof Error ? error.message : String(error);
      logger.error('the checkpoints of the audit log are not signed', { reason: String(error) });
    }
  };
  let unsealed = 0;
  let settled = false;
  const log = new AuditLog({
    path: paths.database,
    writer,
    logger,
    now,
    onKept() {
      // With the first change, so that no start waits for a keychain.
      if (!settled) void keys.settle();
      settled = true;
      if (key === null) void sign();
      unsealed += 1;
      if (unsealed < sealSizes.chunk) return;
      unsealed = 0;
      seal();
    },
  });
  await log.open();
  if (log.failure === null) {
    void sign();
    seal();
  }

  /** Lets somebody read the log as it is now. */
  const reading = async <T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T> => {
    let snapshot: Snapshot | null = null;
    try {
      snapshot = open();
      return await read(snapshot);
    } catch (error) {
      throw error instanceof KimiError ? error : asAuditError(error, paths.database);
    } finally {
      snapshot?.close();
    }
  };

  return {
    record: (facts) => log.record(redacted(facts, redactor)),
    ready: () => log.ready(),
    list: ({ limit, before = Number.MAX_SAFE_INTEGER, ...filter }) =>
      reading(async (snapshot) => {
        const wanted = wantedBy(filter, now());
        const entries = await first(snapshot.descending(before, wanted.seal), wanted.entry, limit);
        const last = entries.at(-1);
        return { entries, more: entries.length === limit && last !== undefined && last.seq > 1 ? last.seq : null };
      }),
    export: ({ after, ...filter }) =>
      reading(async (snapshot) => {
        const wanted = wantedBy(filter, now());
        const entries = await first(snapshot.ascending(after, wanted.seal), wanted.entry, MOST_AUDIT_ENTRIES);
        const last = entries.at(-1);
        return { entries, next: entries.length === MOST_AUDIT_ENTRIES && last !== undefined ? last.seq : null };
      }),
    async verify() {
      // Before the snapshot: what is committed meanwhile is then in the snapshot and not in the checkpoint, never the other way round.
      const signedWith = key ?? (await keys.key());
      if (signedWith === null) throw new KimiError('AUDIT_UNAVAILABLE', { path: paths.checkpoint, reason: WITHHELD });
      const checkpoint = readCheckpoint(await readIfThere(paths.checkpoint), signedWith);
      return reading((snapshot) => verify(snapshot, checkpoint));
    },
    problem() {
      if (log.failure !== null) return { kind: 'failing', reason: String(log.failure.context.reason ?? log.failure.code) };
      if (contradiction !== null) return { kind: 'contradiction', reason: contradiction };
      const still = unnoted ?? unsigned;
      return still === null ? null : { kind: 'unsigned', reason: still };
    },
    onFailing: (listener) => log.onFailing(listener),
    async close() {
      await settlesWithin(sealer.close(), SEALER_ENDS_MS);
      await log.close();
    },
  };
}

/** Names and reasons without the secrets that stand in them. */
function redacted(facts: AuditFacts, redactor: Redactor): AuditFacts {
  const where = redactor.data(facts.where) as AuditFacts['where'];
  return { ...facts, where, ...(facts.why === undefined ? {} : { why: redactor.text(facts.why) }) };
}

/** The first so many entries that are wanted. @throws KimiError AUDIT_DAMAGED when a sealed file cannot be read */
async function first(
  pieces: AsyncGenerator<Piece, void, void>,
  wanted: (entry: AuditEntry) => boolean,
  most: number,
): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  for await (const { rows, damage, seal } of pieces) {
    if (damage !== null) throw new KimiError('AUDIT_DAMAGED', { path: seal?.file ?? '', reason: damage });
    for (const row of rows) {
      const entry = entryOf(row);
      if (entry === null || !wanted(entry)) continue;
      found.push(entry);
      if (found.length >= most) return found;
    }
  }
  return found;
}
