import type { AuditEntry, AuditVerdictName } from '#shared/contract/index.ts';
import type { WriterConfig } from '../store/index.ts';

/** An entry before it has its place in the chain. */
export type AuditFacts = Omit<AuditEntry, 'seq' | 'at' | 'prev' | 'hash'>;

/** An entry as it lies in the database and in sealed files: columns as they are, because their hash is over exactly them. */
export interface AuditRow {
  readonly seq: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly caller: string;
  readonly role: string;
  readonly session: string | null;
  readonly connection: string;
  readonly procedure: string;
  /** JSON with its keys in order. */
  readonly place: string;
  readonly decision: string;
  readonly why: string | null;
  readonly result: string;
  readonly call: string | null;
  readonly prev: string;
  readonly hash: string;
}

/** A row whose number and hashes the writer gives it. */
export type AuditDraft = Omit<AuditRow, 'seq' | 'prev' | 'hash'>;

/** A range of entries that lies in a file of its own. */
export interface Seal {
  readonly first: number;
  readonly last: number;
  /** Hash of the last entry in it. */
  readonly head: string;
  /** Times of its earliest and its latest entry. */
  readonly from: number;
  readonly to: number;
  /** Name of the file in the folder of sealed ones. */
  readonly file: string;
}

/** What the writer's thread takes as one write: an entry, or the word that a range has been moved into its file. */
export type AuditUnit = { readonly append: AuditDraft } | { readonly seal: Seal };

/** The last entry of the chain, or of a part of it: how many there are up to it, and its hash. */
export interface Head {
  readonly count: number;
  readonly hash: string;
}

/** What the writer's thread is started with. */
export interface AuditWriterConfig extends WriterConfig {
  readonly checkpoint: string;
  /** Signs checkpoints. */
  readonly key: Uint8Array;
}

/** What a check of the log found. */
export interface AuditVerdict {
  readonly verdict: AuditVerdictName;
  /** Number of the first entry that does not fit; null when all do. */
  readonly at: number | null;
  /** Entries that were read and fit. */
  readonly entries: number;
}

/**
 * Where the key that signs checkpoints is kept. Today a file of the owner's (key-file.ts); a keychain is stronger, because a program that
 * can write into the data folder cannot read it there.
 */
export interface KeyStore {
  /** The key, made when there is none. @throws KimiError DATA_FOLDER_UNWRITABLE */
  key(): Promise<Uint8Array>;
}
