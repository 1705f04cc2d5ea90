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
/** `sign`: the key that checkpoints are signed with from now on. */
export type AuditUnit = { readonly append: AuditDraft } | { readonly seal: Seal } | { readonly sign: Uint8Array };

/** The last entry of the chain, or of a part of it: how many there are up to it, and its hash. */
export interface Head {
  readonly count: number;
  readonly hash: string;
}

/** What the writer's thread is started with. */
export interface AuditWriterConfig extends WriterConfig {
  readonly checkpoint: string;
  /** Signs checkpoints; null: comes later, as a unit. */
  readonly key: Uint8Array | null;
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
 * Where the key that signs checkpoints is kept: a file of the owner's (key-file.ts), or the keychain (keychain-key.ts), which is stronger,
 * because a program that can write into the data folder cannot read it there.
 */
export interface KeyStore {
  /** The key, where it can be had at once, made when there is none; null when it is in the keychain. @throws KimiError DATA_FOLDER_UNWRITABLE */
  atHand(): Promise<Uint8Array | null>;
  /** The key; null while the keychain that has it does not give it. @throws KimiError DATA_FOLDER_UNWRITABLE */
  key(): Promise<Uint8Array | null>;
  /** Brings the key to where it is kept best. Never on the way of a start; fails never, and then the key is where it was. */
  settle(): Promise<void>;
}
