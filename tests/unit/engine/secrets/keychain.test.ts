import { expect, it } from 'vitest';
import { type KeychainEntry, keychainProblem, systemKeychain } from '#main/engine/secrets/keychain.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** A keychain that asks somebody before each call that `asks` names, and does what it was asked for once that is answered. */
function askingKeychain(asks: (what: string, account: string) => boolean) {
  const items = new Map<string, string>();
  const questions: (() => void)[] = [];
  const answered = async (what: string, account: string) => {
    if (!asks(what, account)) return;
    await new Promise<void>((resolve) => questions.push(resolve));
  };
  const open = async (account: string): Promise<KeychainEntry> => ({
    async getPassword() {
      await answered('get', account);
      return items.get(account) ?? null;
    },
    async setPassword(value) {
      await answered('set', account);
      items.set(account, value);
    },
    async deletePassword() {
      await answered('remove', account);
      return items.delete(account);
    },
  });
  const logger = testLogger();
  const keychain = systemKeychain({ logger, open, answerMs: 20 });
  return { keychain, items, questions, logger };
}

const refusal = { code: 'SECRETS_LOCKED', context: { reason: 'keychain', why: 'no answer in time' } };

it('a new value that is kept after its keeping was refused is taken back, and said', async () => {
  const { keychain, items, questions, logger } = askingKeychain((what) => what === 'set');
  await expect(keychain.set('one/api', 'late')).rejects.toMatchObject(refusal);
  expect(items).toEqual(new Map());
  questions.shift()?.();
  await expect.poll(() => logger.lines.map(({ level, fields }) => [level, fields])).toEqual([['warn', { account: 'one/api' }]]);
  expect(items).toEqual(new Map());
});

it('where there was a value before, that one is there again', async () => {
  let asks = false;
  const { keychain, items, questions } = askingKeychain((what) => asks && what === 'set');
  await keychain.set('one/api', 'first');
  asks = true;
  await expect(keychain.set('one/api', 'late')).rejects.toMatchObject(refusal);
  asks = false;
  questions.shift()?.();
  // What is asked of it meanwhile comes after that.
  expect(await keychain.get('one/api')).toBe('first');
  expect(items).toEqual(new Map([['one/api', 'first']]));
});

it('a value that was kept meanwhile is never what is taken back', async () => {
  let asks = true;
  const { keychain, questions, logger } = askingKeychain((what) => asks && what === 'set');
  await expect(keychain.set('one/api', 'late')).rejects.toMatchObject(refusal);
  // The question still stands.
  await expect(keychain.set('one/api', 'later')).rejects.toMatchObject(refusal);
  asks = false;
  questions.shift()?.();
  await expect.poll(() => logger.lines.length).toBe(2);
  await keychain.set('one/api', 'kept');
  expect(await keychain.get('one/api')).toBe('kept');
});

it('nothing is kept any more when the look at what is there came too late', async () => {
  const { keychain, items, questions, logger } = askingKeychain((what) => what === 'get');
  await expect(keychain.set('one/api', 'late')).rejects.toMatchObject(refusal);
  questions.shift()?.();
  await expect.poll(() => logger.lines.map(({ message }) => message)).toEqual(['the keychain refused after its time']);
  expect(items).toEqual(new Map());
});

it.each(['set', 'get'])('the trial leaves nothing behind when its %s is answered too late', async (slow) => {
  let sets = 0;
  // The second look at the trial is its own; the first one belongs to its keeping.
  const asks = (what: string) => what === slow && (slow === 'set' || ++sets === 2);
  const { keychain, items, questions, logger } = askingKeychain(asks);
  expect(await keychainProblem(keychain)).toBe('no answer in time');
  expect(questions.length).toBe(1);
  questions.shift()?.();
  if (slow === 'set') await expect.poll(() => logger.lines.length).toBe(1);
  expect([...items.keys()]).toEqual([]);
});

it('a value that is deleted after its deletion was refused is said to be gone', async () => {
  const { keychain, items, questions, logger } = askingKeychain((what) => what === 'remove');
  await keychain.set('one/api', 'first');
  await expect(keychain.remove('one/api')).rejects.toMatchObject(refusal);
  questions.shift()?.();
  await expect.poll(() => logger.lines.map(({ message }) => message)).toEqual(['the keychain deleted a value after its time']);
  expect(items).toEqual(new Map());
});

it('a failure is what the keychain says of it', async () => {
  const open = async (): Promise<KeychainEntry> => Promise.reject(new Error('Platform secure storage failure'));
  const keychain = systemKeychain({ logger: testLogger(), open });
  expect(await keychainProblem(keychain)).toBe('Platform secure storage failure');
});

it('two questions stand at a time; what else is asked waits for its time, and is never asked once that is over', async () => {
  const { keychain, items, questions } = askingKeychain((what) => what === 'set');
  const kept = await Promise.allSettled(['a', 'b', 'c', 'd'].map((account) => keychain.set(account, 'late')));
  expect(kept.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(questions.length).toBe(2);
  for (const answer of questions.splice(0)) answer();
  // Each of the two is taken back, and then there is room again.
  await expect.poll(() => items.size).toBe(0);
  expect(await keychain.get('c')).toBeNull();
  expect(questions.length).toBe(0);
});
