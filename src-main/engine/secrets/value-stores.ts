import { seal, type ValueKey } from './sealed-values.ts';
import { writeSecretsFile } from './secrets-file.ts';
import type { Keychain, ValueStore } from './types.ts';

/**
 * Values in the system's keychain, what is known of them in a file. The keychain comes first: a process that is killed in between leaves
 * a value that is not listed, or a name whose value is gone, which says so and can be deleted again.
 * @param id tells the entries of this data folder from those of others
 */
export function keychainStore(keychain: Keychain, path: string, id: string): ValueStore {
  const account = (name: string) => `${id}/${name}`;
  const put = (name: string, value: string | null) =>
    value === null ? keychain.remove(account(name)) : keychain.set(account(name), value);
  return {
    kind: 'keychain',
    read: (name) => keychain.get(account(name)),
    async commit({ name, value }, entries) {
      const before = await keychain.get(account(name));
      await put(name, value);
      try {
        await writeSecretsFile(path, { version: 1, store: 'keychain', id, entries: { ...entries } });
      } catch (error) {
        // A change that is refused, for want of room, leaves the value that was there.
        await Promise.allSettled([put(name, before)]);
        throw error;
      }
    },
  };
}

/** Values in a file, encrypted as one piece: each commit replaces it, under a nonce of its own. */
export function fileStore(key: ValueKey, path: string, known: Readonly<Record<string, string>>): ValueStore {
  let values = new Map(Object.entries(known));
  return {
    kind: key.source.kind === 'scrypt' ? 'passphrase' : 'machine',
    read: async (name) => values.get(name) ?? null,
    async commit({ name, value }, entries) {
      const next = new Map(values);
      if (value === null) next.delete(name);
      else next.set(name, value);
      await writeSecretsFile(path, seal(key, Object.fromEntries(next), entries));
      values = next;
    },
  };
}
