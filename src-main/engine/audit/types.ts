import type { AuditEntry, AuditVerdictName } from '#shared/contract/index.ts';
import type { WriterConfig } from '../store/index.ts';

/** An entry before it has its place in the chain. */
export type AuditFacts = Omit<AuditEntry, 'seq' | 'at' | 'prev' | 'hash'>;

/** What an entry says, in the order in which it is written down; its meaning is `AuditFacts`. */
export type AuditFields = readonly [
  /** ms since the epoch. */
  at: number,
  caller: string,
  role: string,
  session: string | null,
  connection: string,
  procedure: string,
  /** JSON. */
  place: string,
  decision: string,
  why: string | null,
  result: string,
  call: string | null,
];

/** An entry as it lies in the database: what was written, as it is, because its hash is over exactly that. */
export interface AuditRow {
  readonly seq: number;
  /** JSON of `AuditFields`. */
  readonly entry: string;
  readonly prev: string;
  readonly hash: string;
}

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

/**
 * What the writer's thread takes as one write: an entry (JSON of `AuditFields`; a text goes from thread to thread twenty times as fast as an
 * object), the word that a range has been moved into its file, or the key that checkpoints are signed with from now on.
 */
export type AuditUnit = string | { readonly seal: Seal } | { readonly sign: Uint8Array };

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
