import { randomBytes } from 'node:crypto';
import type { AsyncEntry } from '@napi-rs/keyring';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from '../types.ts';
import { exitWithoutThem, keychainCalls, NativeCalls } from './native-calls.ts';
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

/** One entry of the system's keychain. */
export type KeychainEntry = Pick<AsyncEntry, 'getPassword' | 'setPassword' | 'deletePassword'>;

export interface SystemKeychainOptions {
  /** Told of what the keychain did after its time. */
  readonly logger: Logger;
  /** Default: the system's, by its native part. */
  readonly open?: (account: string) => Promise<KeychainEntry>;
  /** Longest that one call waits. */
  readonly answerMs?: number;
}

/** What is asked of an entry. Once `over` is aborted its caller was refused, and nothing more may be changed. */
type Request<T> = (entry: KeychainEntry, over: AbortSignal) => Promise<T>;

/** What was begun is put right, however long that takes. */
const NEVER = new AbortController().signal;

/** Puts right what was changed after its caller was refused, and says so; null: nothing was changed, and nobody has to wait for it. */
type Undo = ((entry: KeychainEntry) => Promise<string>) | null;

/**
 * The keychain of this system: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. The native part is loaded
 * with the first use, so that no start waits for it. Whatever it keeps after its time, when its caller was refused, is taken back.
 */
export function systemKeychain({ logger, open = systemEntry, answerMs = KEYCHAIN_ANSWER_MS }: SystemKeychainOptions): Keychain {
  /** Changes that were given up and have not come to their end, by account: what is asked of that account next comes after them. */
  const late = new Map<string, Promise<void>>();
  const calls = open === systemEntry ? keychainCalls : new NativeCalls();
  const inTurn = (entry: KeychainEntry, over: AbortSignal): KeychainEntry => ({
    getPassword: () => calls.run(() => entry.getPassword(), over),
    setPassword: (value) => calls.run(() => entry.setPassword(value), over),
    deletePassword: () => calls.run(() => entry.deletePassword(), over),
  });

  /** Waits for what came too late, and puts it right. */
  async function follow(account: string, answer: Promise<unknown>, undo: () => Promise<string>): Promise<void> {
    try {
      await answer;
    } catch (error) {
      logger.debug('the keychain refused after its time', { account, reason: String(error) });
      return;
    }
    try {
      logger.warn(await undo(), { account });
    } catch (error) {
      logger.error('the keychain kept a value after its time, and does not take it back', { account, reason: String(error) });
    }
  }

  async function asking<T>(account: string, request: Request<T>, undo: Undo): Promise<T> {
    const over = new AbortController();
    const before = late.get(account) ?? Promise.resolve();
    try {
      const opening = before.then(() => {
        over.signal.throwIfAborted();
        return open(account);
      });
      const answer = opening.then((entry) => request(inTurn(entry, over.signal), over.signal));
      if (await settlesWithin(answer, answerMs)) return await answer;
      const refusal = new Error('no answer in time');
      over.abort(refusal);
      if (undo !== null) {
        const following = follow(account, answer, async () => undo(inTurn(await opening, NEVER))).then(() => {
          if (late.get(account) === following) late.delete(account);
        });
        late.set(account, following);
      }
      throw refusal;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why }, { cause: error });
    }
  }

  return {
    get: (account) => asking(account, (entry) => entry.getPassword(), null),
    set(account, value) {
      let before: string | null = null;
      const keep: Request<void> = async (entry, over) => {
        before = await entry.getPassword();
        over.throwIfAborted();
        await entry.setPassword(value);
      };
      return asking(account, keep, async (entry) => {
        await (before === null ? entry.deletePassword() : entry.setPassword(before));
        return 'the keychain kept a value after its time; it was taken back';
      });
    },
    async remove(account) {
      // Its value is not read for this, which may ask the person once more: whoever wanted it gone has it gone, only later.
      await asking(
        account,
        (entry) => entry.deletePassword(),
        async () => 'the keychain deleted a value after its time',
      );
    },
  };
}

/** @throws Error when the native part cannot be loaded */
async function systemEntry(account: string): Promise<KeychainEntry> {
  exitWithoutThem();
  const { AsyncEntry } = await import('@napi-rs/keyring');
  return new AsyncEntry(SERVICE, account, STORE);
}

/** Why a keychain cannot be used; null when it can. Found out by keeping something in it, reading it, and taking it out again. */
export async function keychainProblem(keychain: Keychain): Promise<string | null> {
  const account = `trial-${randomBytes(6).toString('hex')}`;
  const value = randomBytes(12).toString('hex');
  try {
    await keychain.set(account, value);
    const found = await trialValue(keychain, account);
    return found === value ? null : 'it does not give back what it was given';
  } catch (error) {
    if (error instanceof KimiError && typeof error.context.why === 'string') return error.context.why;
    throw error;
  }
}

/** What the keychain gives back of a trial, which is taken out again whatever comes of that. */
async function trialValue(keychain: Keychain, account: string): Promise<string | null> {
  try {
    return await keychain.get(account);
  } finally {
    await keychain.remove(account);
  }
}
