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
 * Opens the store that there is, as far as it needs nobody; where nothing is kept yet, the keychain, if it really keeps something.
 * @throws KimiError SECRETS_DAMAGED
 */
export async function openStore(opener: Opener): Promise<Opened | Locked> {
  const { keychain, path } = opener;
  const file = await readSecretsFile(path);
  if (file === null || file.store === 'keychain') {
    // Whoever opens a store reads all of its values: where there are any, that is the trial. A keychain that is full gives what it has.
    const holdsValues = file !== null && Object.keys(file.entries).length > 0;
    const problem = holdsValues ? null : await keychainProblem(keychain);
    if (problem !== null) return { locked: file === null ? 'no-store' : 'keychain', why: problem };
    return { store: keychainStore(keychain, path, file?.id ?? ulid()), entries: file?.entries ?? {} };
  }
  return file.key.kind === 'scrypt' ? { locked: 'passphrase' } : openByMachine(opener, file, file.key);
}

type MachineKey = Extract<SealedFile['key'], { readonly kind: 'machine' }>;

/** @throws KimiError SECRETS_DAMAGED */
async function openByMachine(opener: Opener, file: SealedFile, key: MachineKey): Promise<Opened | Locked> {
  try {
    return opened(keyFromMachine(await (opener.machineId ?? machineId)(), key), file, opener.path);
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    // Nobody can enter another key.
    if (error.code === 'SECRET_PASSPHRASE_WRONG') return { locked: 'other-machine' };
    // The system did not say who it is; it may the next time.
    if (error.code === 'SECRETS_LOCKED') return { locked: 'no-machine-id' };
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
  if (file.key.kind === 'machine') {
    const found = await openByMachine(opener, file, file.key);
    if ('store' in found) return found;
    throw new KimiError('SECRETS_LOCKED', { reason: found.locked });
  }
  if (passphrase === undefined) throw new KimiError('SECRETS_LOCKED', { reason: 'passphrase' });
  return opened(await keyFromPassphrase(passphrase, file.key), file, path);
}

function opened(key: ValueKey, file: SealedFile, path: string): Opened {
  return { store: fileStore(key, path, unseal(key, file, path)), entries: file.entries };
}
