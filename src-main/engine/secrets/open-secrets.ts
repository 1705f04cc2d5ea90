import { ulid } from 'ulid';
import type { LockedReason } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { keychainProblem } from './keychain.ts';
import { machineId } from './machine-id.ts';
import { keyFromMachine, keyFromPassphrase, seal, unseal, type ValueKey } from './sealed-values.ts';
import { readSecretsFile, type SealedFile, writeSecretsFile } from './secrets-file.ts';
import type { Keychain, SecretEntries, ValueStore } from './types.ts';
import { fileStore, keychainStore } from './value-stores.ts';

/** What a store is opened with. */
export interface Opener {
  readonly keychain: Keychain;
  readonly path: string;
  readonly machineId?: () => Promise<string>;
}

/** A store that can be used, with what is known of its secrets. */
export interface Opened {
  readonly store: ValueStore;
  readonly entries: SecretEntries;
}

/** A store that cannot, and why; `why` is what the keychain said. */
export interface Locked {
  readonly locked: LockedReason;
  readonly why?: string;
}

/**
 * Opens the store that there is, as far as it needs nobody; where there is none yet, the keychain, if it really keeps something.
 * @throws KimiError SECRETS_DAMAGED
 */
export async function openStore(opener: Opener): Promise<Opened | Locked> {
  const { keychain, path } = opener;
  const file = await readSecretsFile(path);
  if (file === null || file.store === 'keychain') {
    const problem = await keychainProblem(keychain);
    if (problem !== null) return { locked: file === null ? 'no-store' : 'keychain', why: problem };
    return { store: keychainStore(keychain, path, file?.id ?? ulid()), entries: file?.entries ?? {} };
  }
  if (file.key.kind === 'scrypt') return { locked: 'passphrase' };
  try {
    return opened(keyFromMachine(await (opener.machineId ?? machineId)(), file.key), file, path);
  } catch (error) {
    // The key is right or it is not: nobody can enter another one.
    if (error instanceof KimiError && error.code !== 'SECRETS_DAMAGED') return { locked: 'other-machine' };
    throw error;
  }
}

/**
 * Opens a locked store with what the person gives, or makes one with it where there is none.
 * @throws KimiError SECRET_PASSPHRASE_WRONG | SECRETS_LOCKED | SECRETS_DAMAGED | CONFLICT
 */
export async function unlockStore(
  opener: Opener,
  { passphrase, machine }: { readonly passphrase?: string | undefined; readonly machine: boolean },
): Promise<Opened> {
  const { path } = opener;
  const file = await readSecretsFile(path);
  if (file === null) {
    if (!machine && passphrase === undefined) throw new KimiError('SECRETS_LOCKED', { reason: 'no-store' });
    const key = passphrase === undefined ? keyFromMachine(await (opener.machineId ?? machineId)()) : await keyFromPassphrase(passphrase);
    await writeSecretsFile(path, seal(key, {}, {}));
    return { store: fileStore(key, path, {}), entries: {} };
  }
  if (machine) throw new KimiError('CONFLICT', { reason: 'there is a store of secrets already' });
  if (file.store === 'keychain') throw new KimiError('SECRETS_LOCKED', { reason: 'keychain' });
  if (file.key.kind === 'machine') throw new KimiError('SECRETS_LOCKED', { reason: 'other-machine' });
  if (passphrase === undefined) throw new KimiError('SECRETS_LOCKED', { reason: 'passphrase' });
  return opened(await keyFromPassphrase(passphrase, file.key), file, path);
}

function opened(key: ValueKey, file: SealedFile, path: string): Opened {
  return { store: fileStore(key, path, unseal(key, file, path)), entries: file.entries };
}
