import type { Keychain } from './types.ts';

/** What `done` comes to, unless the signal is aborted before. @throws as `done`, or what the signal was aborted with */
export async function untilAborted<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const refuse = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', refuse, { once: true });
  try {
    return await Promise.race([done, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', refuse);
  }
}

/**
 * The same keychain until the signal is aborted: what is asked of it by then, and whatever is asked later, is refused with the signal's reason. Who
 * quits does not wait for somebody else to answer the keychain. Taking something out is asked for all the same: it is what tidies up.
 */
export function keychainUntil(keychain: Keychain, ended: AbortSignal): Keychain {
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    ended.throwIfAborted();
    return untilAborted(ask(), ended);
  };
  return {
    get: (account) => asked(() => keychain.get(account)),
    set: (account, value) => asked(() => keychain.set(account, value)),
    async remove(account) {
      const removed = keychain.remove(account);
      // Nobody hears of a failure that comes after the end.
      removed.catch((error: unknown) => error);
      await untilAborted(removed, ended);
    },
  };
}
