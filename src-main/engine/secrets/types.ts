import type { StoreKind } from '#shared/contract/index.ts';

/** What is kept of a secret besides its value. Times in ms since the epoch. */
export interface SecretEntry {
  readonly createdAt: number;
  /** When its value was last replaced. */
  readonly rotatedAt: number;
  /** After how many days it should be replaced; null: nobody is reminded. */
  readonly rotateDays: number | null;
}

export type SecretEntries = Readonly<Record<string, SecretEntry>>;

/** Where values are kept, once it is open. */
export interface ValueStore {
  readonly kind: StoreKind;
  /** The value; null when the store has lost it. @throws KimiError SECRETS_LOCKED when the store cannot be read */
  read(name: string): Promise<string | null>;
  /**
   * Keeps a value (null: no more) and, with it, what is known of all secrets; on the disk when it resolves. A process that is killed
   * in between leaves the old or the new value, whole.
   */
  commit(change: { readonly name: string; readonly value: string | null }, entries: SecretEntries): Promise<void>;
}

/** The system's store of passwords, by account. Each call is bounded. @throws KimiError SECRETS_LOCKED with `why` when it is not there, or does not answer */
export interface Keychain {
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  /** Does nothing for an account that is not there. */
  remove(account: string): Promise<void>;
}
