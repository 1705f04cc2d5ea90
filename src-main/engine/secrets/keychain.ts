import { randomBytes } from 'node:crypto';
import type { AsyncEntry } from '@napi-rs/keyring';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Keychain } from './types.ts';

/** Under this name the system's own tools list our entries. */
const SERVICE = 'Kimi Shell';

/** A keychain that asks the person first has this long; after that it counts as locked, and is asked again with the next need. */
export const KEYCHAIN_ANSWER_MS = 10_000;

/**
 * Only the Secret Service: the package would otherwise fall back to the kernel's keyring, which is empty after the next start of the
 * machine. Systems other than Linux do not look at this.
 */
const STORE = { linux: { store: 'secret-service' } } as const;

/**
 * The keychain of this system: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. The native part is loaded
 * with the first use, so that no start waits for it.
 */
export function systemKeychain(): Keychain {
  const asking = async <T>(account: string, ask: (entry: AsyncEntry) => Promise<T>): Promise<T> => {
    try {
      const { AsyncEntry } = await import('@napi-rs/keyring');
      const answer = ask(new AsyncEntry(SERVICE, account, STORE));
      if (!(await settlesWithin(answer, KEYCHAIN_ANSWER_MS))) throw new Error(`no answer within ${KEYCHAIN_ANSWER_MS / 1000} s`);
      return await answer;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why }, { cause: error });
    }
  };
  return {
    get: (account) => asking(account, (entry) => entry.getPassword()),
    set: (account, value) => asking(account, (entry) => entry.setPassword(value)),
    remove: async (account) => void (await asking(account, (entry) => entry.deletePassword())),
  };
}

/** Why a keychain cannot be used; null when it can. Found out by keeping something in it, reading it, and taking it out again. */
export async function keychainProblem(keychain: Keychain): Promise<string | null> {
  const account = `trial-${randomBytes(6).toString('hex')}`;
  const value = randomBytes(12).toString('hex');
  try {
    await keychain.set(account, value);
    const found = await keychain.get(account);
    await keychain.remove(account);
    return found === value ? null : 'it does not give back what it was given';
  } catch (error) {
    if (error instanceof KimiError && typeof error.context.why === 'string') return error.context.why;
    throw error;
  }
}
