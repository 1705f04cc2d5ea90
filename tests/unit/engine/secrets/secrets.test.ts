import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Keychain, keychainUntil, newsPublisher, Secrets, type SecretsOptions, secretsPath } from '#main/engine/secrets/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const DAY = 24 * 60 * 60 * 1000;
const PASSPHRASE = 'correct horse battery staple';
const VALUE = 'planted-value-0001';

/** A keychain in memory that can be taken away. The real one: tests/integration/secrets. */
function memoryKeychain(there = true) {
  const entries = new Map<string, string>();
  const state = { there };
  const asked = async <T>(answer: () => T): Promise<T> => {
    if (!state.there) throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'nobody is there' });
    return answer();
  };
  const keychain: Keychain = {
    get: (account) => asked(() => entries.get(account) ?? null),
    set: (account, value) => asked(() => void entries.set(account, value)),
    remove: (account) => asked(() => void entries.delete(account)),
  };
  return { keychain, entries, state };
}

function open(dataFolder: string, over: Partial<SecretsOptions> = {}) {
  const redactor = createRedactor();
  const { keychain } = memoryKeychain(false);
  const clock = { now: 1000 };
  const options = {
    dataFolder,
    keychain,
    redactor,
    logger: testLogger(),
    now: () => clock.now,
    machineId: async () => 'machine one',
    ...over,
  };
  const secrets = new Secrets(options);
  onTestFinished(() => secrets.close());
  const told: string[] = [];
  secrets.onNews(newsPublisher({ first: Promise.resolve() }, (notice) => told.push(notice.message)));
  return { secrets, redactor: options.redactor, told, clock, path: secretsPath(dataFolder) };
}

const code = (error: unknown) => (error as KimiError).code;
const refused = (promise: Promise<unknown>) => promise.then(() => 'done', code);

it('a file that cannot be read is named, whatever is asked for', async () => {
  const { secrets, path } = open(await tempFolder());
  await mkdir(path);
  const unreadable = { code: 'FILE_UNREADABLE', context: { path, reason: 'EISDIR' } };
  await expect(secrets.list()).rejects.toMatchObject(unreadable);
  await expect(secrets.status()).rejects.toMatchObject(unreadable);
  await expect(secrets.unlock({ passphrase: PASSPHRASE, machine: false })).rejects.toMatchObject(unreadable);
});

describe('a store in the keychain', () => {
  it('is taken where the keychain keeps what it is given, and no file has a value', async () => {
    const folder = await tempFolder();
    const { keychain, entries } = memoryKeychain();
    const { secrets, path } = open(folder, { keychain });
    expect(await secrets.status()).toEqual({ state: 'ready', store: 'keychain', waiting: 0 });
    await secrets.set({ name: 'a', value: VALUE, replace: false });
    expect([...entries.values()]).toEqual([VALUE]);
    expect(await readFile(path, 'utf8')).not.toContain(VALUE);
    // Another engine over the same folder, with a redactor that knows nothing yet.
    const next = open(folder, { keychain });
    expect(await next.secrets.reveal('a')).toBe(VALUE);
    expect(next.redactor.text(VALUE)).toBe('[secret]');
    await next.secrets.remove('a');
    expect(entries.size).toBe(0);
    expect(await refused(next.secrets.reveal('a'))).toBe('SECRET_MISSING');
  });

  it('that goes away locks; what needs a secret waits, says so, and goes on when it is back', async () => {
    const folder = await tempFolder();
    const { keychain, state } = memoryKeychain();
    await open(folder, { keychain }).secrets.set({ name: 'a', value: VALUE, replace: false });
    state.there = false;
    const { secrets, told } = open(folder, { keychain });
    const waiting = secrets.value('a');
    await expect.poll(() => secrets.status()).toEqual({ state: 'locked', reason: 'keychain', why: 'nobody is there', waiting: 1 });
    expect(await refused(secrets.set({ name: 'b', value: VALUE, replace: false }))).toBe('SECRETS_LOCKED');
    // Never into a file beside it: then there would be two.
    expect(await refused(secrets.unlock({ passphrase: PASSPHRASE, machine: false }))).toBe('SECRETS_LOCKED');
    state.there = true;
    expect(await secrets.unlock({ machine: false })).toMatchObject({ state: 'ready', store: 'keychain' });
    expect(await waiting).toBe(VALUE);
    expect(told).toEqual(['notice.secrets.waiting', 'notice.secrets.unlocked']);
  });

  it('that goes away in the middle is looked for anew', async () => {
    const { keychain, state } = memoryKeychain();
    const { secrets } = open(await tempFolder(), { keychain });
    await secrets.set({ name: 'a', value: VALUE, replace: false });
    state.there = false;
    expect(await refused(secrets.reveal('a'))).toBe('SECRETS_LOCKED');
    state.there = true;
    expect(await secrets.reveal('a')).toBe(VALUE);
  });
});

it('a change that cannot be noted leaves the value that the keychain had', async () => {
  const folder = await tempFolder();
  const { keychain, entries } = memoryKeychain();
  const { secrets, path } = open(folder, { keychain });
  await secrets.set({ name: 'a', value: VALUE, replace: false });
  const had = [...entries];
  // Nothing is renamed into the place of a folder that is not empty.
  await rm(path);
  await mkdir(join(path, 'in the way'), { recursive: true });
  await expect(secrets.set({ name: 'a', value: 'planted-value-0002', replace: true })).rejects.toThrow();
  expect([...entries]).toEqual(had);
});

describe('a keychain that is full', () => {
  it('refuses what is new and gives what it has, also to the next engine', async () => {
    const folder = await tempFolder();
    const { keychain, entries } = memoryKeychain();
    const full: Keychain = {
      ...keychain,
      set: async () => Promise.reject(new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'no space left' })),
    };
    await open(folder, { keychain }).secrets.set({ name: 'a', value: VALUE, replace: false });
    const { secrets, redactor } = open(folder, { keychain: full });
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await refused(secrets.set({ name: 'b', value: 'planted-value-0002', replace: false }))).toBe('SECRETS_LOCKED');
      expect(await refused(secrets.set({ name: 'a', value: 'planted-value-0003', replace: true }))).toBe('SECRETS_LOCKED');
      expect(await secrets.reveal('a')).toBe(VALUE);
      expect(await secrets.value('a')).toBe(VALUE);
      expect(await secrets.status()).toEqual({ state: 'ready', store: 'keychain', waiting: 0 });
    }
    expect(redactor.text(VALUE)).toBe('[secret]');
    expect(await secrets.keychainProblem()).toBe('no space left');
    // What is taken out makes room.
    await secrets.remove('a');
    expect(entries.size).toBe(0);
  });

  it('is no place to keep the first secret in', async () => {
    const { keychain } = memoryKeychain();
    const full: Keychain = {
      ...keychain,
      set: async () => Promise.reject(new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'no space left' })),
    };
    const { secrets } = open(await tempFolder(), { keychain: full });
    expect(await secrets.status()).toMatchObject({ state: 'locked', reason: 'no-store', why: 'no space left' });
  });
});

describe('a keychain that gives some of its values', () => {
  it('is locked until it gives all; then what waits goes on, and each value is hidden', async () => {
    const folder = await tempFolder();
    const { keychain } = memoryKeychain();
    const before = open(folder, { keychain }).secrets;
    await before.set({ name: 'a', value: VALUE, replace: false });
    await before.set({ name: 'b', value: 'planted-value-0002', replace: false });
    let denied = true;
    const picky: Keychain = {
      ...keychain,
      get: async (account) => {
        if (denied && account.endsWith('/b')) throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'it was denied' });
        return keychain.get(account);
      },
    };
    const { secrets, redactor, told } = open(folder, { keychain: picky });
    const waiting = secrets.value('a');
    await expect.poll(() => secrets.status()).toEqual({ state: 'locked', reason: 'keychain', why: 'it was denied', waiting: 1 });
    denied = false;
    expect(await secrets.unlock({ machine: false })).toEqual({ state: 'ready', store: 'keychain', waiting: expect.any(Number) });
    expect(await waiting).toBe(VALUE);
    expect(redactor.text('planted-value-0002')).toBe('[secret]');
    expect(told).toEqual(['notice.secrets.waiting', 'notice.secrets.unlocked']);
  });
});

describe('a name that every object has', () => {
  it('is no secret before it was kept, and one afterwards', async () => {
    const { keychain } = memoryKeychain();
    const { secrets } = open(await tempFolder(), { keychain });
    expect(await refused(secrets.set({ name: 'constructor', value: VALUE, replace: true }))).toBe('SECRET_MISSING');
    expect(await refused(secrets.remove('toString'))).toBe('SECRET_MISSING');
    expect(await refused(secrets.reveal('valueOf'))).toBe('SECRET_MISSING');
    await secrets.set({ name: 'constructor', value: VALUE, replace: false });
    expect(await secrets.reveal('constructor')).toBe(VALUE);
    await secrets.remove('constructor');
    expect(await secrets.list()).toEqual([]);
  });
});

describe('a store in a file', () => {
  it('is not made before somebody says under which key', async () => {
    const { secrets, path } = open(await tempFolder());
    expect(await secrets.status()).toEqual({ state: 'locked', reason: 'no-store', why: 'nobody is there', waiting: 0 });
    expect(await refused(secrets.set({ name: 'a', value: VALUE, replace: false }))).toBe('SECRETS_LOCKED');
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('under a passphrase has no value in it that can be read, is the owner’s alone, and opens with the passphrase only', async () => {
    const folder = await tempFolder();
    const one = open(folder);
    expect(await one.secrets.unlock({ passphrase: PASSPHRASE, machine: false })).toEqual({
      state: 'ready',
      store: 'passphrase',
      waiting: 0,
    });
    await one.secrets.set({ name: 'a', value: VALUE, replace: false });
    const text = await readFile(one.path, 'utf8');
    for (const secret of [VALUE, PASSPHRASE, Buffer.from(VALUE).toString('base64').slice(0, 16)]) expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ key: { kind: 'scrypt', N: 2 ** 17, r: 8, p: 1 }, entries: { a: { createdAt: 1000 } } });
    if (process.platform !== 'win32') expect((await stat(one.path)).mode & 0o777).toBe(0o600);

    const next = open(folder);
    expect(await next.secrets.status()).toEqual({ state: 'locked', reason: 'passphrase', waiting: 0 });
    expect(await next.secrets.list()).toMatchObject([{ name: 'a' }]);
    expect(await refused(next.secrets.reveal('a'))).toBe('SECRETS_LOCKED');
    expect(await refused(next.secrets.unlock({ passphrase: 'something else', machine: false }))).toBe('SECRET_PASSPHRASE_WRONG');
    expect(await refused(next.secrets.unlock({ machine: true }))).toBe('CONFLICT');
    expect(await readFile(one.path, 'utf8')).toBe(text);
    await next.secrets.unlock({ passphrase: PASSPHRASE, machine: false });
    expect(await next.secrets.reveal('a')).toBe(VALUE);
  });

  it('under a key of the machine opens by itself there, and on no other machine', async () => {
    const folder = await tempFolder();
    const one = open(folder);
    expect(await one.secrets.unlock({ machine: true })).toEqual({ state: 'ready', store: 'machine', waiting: 0 });
    await one.secrets.set({ name: 'a', value: VALUE, replace: false });
    expect(await open(folder).secrets.reveal('a')).toBe(VALUE);
    const elsewhere = open(folder, { machineId: async () => 'machine two' });
    expect(await elsewhere.secrets.status()).toMatchObject({ state: 'locked', reason: 'other-machine' });
    expect(await refused(elsewhere.secrets.reveal('a'))).toBe('SECRETS_LOCKED');
  });

  it('under a key of the machine is not another machine’s because the system did not say who it is', async () => {
    const folder = await tempFolder();
    const one = open(folder).secrets;
    await one.unlock({ machine: true });
    await one.set({ name: 'a', value: VALUE, replace: false });
    let says = false;
    const machineId = async () => {
      if (!says) throw new KimiError('SECRETS_LOCKED', { reason: 'no-machine-id' });
      return 'machine one';
    };
    const { secrets } = open(folder, { machineId });
    expect(await secrets.status()).toEqual({ state: 'locked', reason: 'no-machine-id', waiting: 0 });
    await expect(secrets.unlock({ machine: false })).rejects.toMatchObject({ context: { reason: 'no-machine-id' } });
    says = true;
    expect(await secrets.reveal('a')).toBe(VALUE);
  });

  it.each([
    ['the values', (file: Record<string, unknown>) => ({ ...file, data: flipped(file.data as string) })],
    ['the tag', (file: Record<string, unknown>) => ({ ...file, tag: flipped(file.tag as string) })],
    ['the nonce', (file: Record<string, unknown>) => ({ ...file, nonce: flipped(file.nonce as string) })],
    [
      'a date beside them',
      (file: Record<string, unknown>) => ({ ...file, entries: { a: { createdAt: 1, rotatedAt: 1, rotateDays: null } } }),
    ],
    ['a name beside them', (file: Record<string, unknown>) => ({ ...file, entries: {} })],
    ['what it is', () => ({ version: 2 })],
  ])('refuses when %s was altered, with the path, and nothing is written over it', async (_, alter) => {
    const folder = await tempFolder();
    const one = open(folder);
    await one.secrets.unlock({ machine: true });
    await one.secrets.set({ name: 'a', value: VALUE, replace: false });
    const altered = JSON.stringify(alter(JSON.parse(await readFile(one.path, 'utf8'))));
    await writeFile(one.path, altered);
    const next = open(folder);
    await expect(next.secrets.reveal('a')).rejects.toMatchObject({ code: 'SECRETS_DAMAGED', context: { path: one.path } });
    expect(await refused(next.secrets.set({ name: 'b', value: VALUE, replace: false }))).toBe('SECRETS_DAMAGED');
    expect(await refused(next.secrets.unlock({ machine: true }))).toMatch(/^(SECRETS_DAMAGED|CONFLICT)$/);
    expect(await readFile(one.path, 'utf8')).toBe(altered);
  });

  it('takes no numbers for its key that would be no work to guess, or all memory', async () => {
    const folder = await tempFolder();
    const one = open(folder);
    await one.secrets.unlock({ passphrase: PASSPHRASE, machine: false });
    const file = JSON.parse(await readFile(one.path, 'utf8')) as { key: object };
    for (const N of [2, 2 ** 30]) {
      await writeFile(one.path, JSON.stringify({ ...file, key: { ...file.key, N } }));
      expect(await refused(open(folder).secrets.unlock({ passphrase: PASSPHRASE, machine: false }))).toBe('SECRETS_DAMAGED');
    }
  });
});

describe('what waits for a secret', () => {
  async function locked() {
    const folder = await tempFolder();
    const one = open(folder);
    await one.secrets.unlock({ passphrase: PASSPHRASE, machine: false });
    await one.secrets.set({ name: 'a', value: VALUE, replace: false });
    const ended = new AbortController();
    return { ...open(folder, { ended: ended.signal }), ended };
  }

  it('gets it when the store is unlocked, all of it at once', async () => {
    const { secrets } = await locked();
    const all = [secrets.value('a'), secrets.resolve({ KEY: 'secret:a', PLAIN: 'x', ODD: 'secret:' })];
    await expect.poll(async () => (await secrets.status()).waiting).toBe(2);
    expect(secrets.awaited).toEqual(['a']);
    expect(await secrets.unlock({ passphrase: PASSPHRASE, machine: false })).toMatchObject({ waiting: 0 });
    expect(secrets.awaited).toEqual([]);
    expect(await Promise.all(all)).toEqual([VALUE, { KEY: VALUE, PLAIN: 'x', ODD: 'secret:' }]);
    expect((await secrets.status()).waiting).toBe(0);
  });

  it('goes on waiting after a wrong passphrase', async () => {
    const { secrets } = await locked();
    const value = secrets.value('a');
    expect(await refused(secrets.unlock({ passphrase: 'something else', machine: false }))).toBe('SECRET_PASSPHRASE_WRONG');
    expect((await secrets.status()).waiting).toBe(1);
    await secrets.unlock({ passphrase: PASSPHRASE, machine: false });
    expect(await value).toBe(VALUE);
  });

  it('ends when it is broken off, and with the engine', async () => {
    const { secrets, ended } = await locked();
    const abort = new AbortController();
    const broken = secrets.value('a', abort.signal);
    const left = secrets.value('a');
    await expect.poll(async () => (await secrets.status()).waiting).toBe(2);
    abort.abort(new Error('gone'));
    await expect(broken).rejects.toThrow('gone');
    expect((await secrets.status()).waiting).toBe(1);
    expect(secrets.awaited).toEqual(['a']);
    const told = refused(left);
    ended.abort(new KimiError('ENGINE_ENDING'));
    expect(await told).toBe('ENGINE_ENDING');
    expect(secrets.awaited).toEqual([]);
    expect(await refused(secrets.value('a'))).toBe('ENGINE_ENDING');
  });

  it('or for a keychain that asks somebody ends with the engine, in whatever turn it is', async () => {
    const ended = new AbortController();
    const asked: string[] = [];
    const silent = new Promise<never>(() => undefined);
    const never = (what: string) => (account: string) => {
      asked.push(`${what} ${account.slice(0, 6)}`);
      return silent;
    };
    const keychain = keychainUntil({ get: never('get'), set: never('set'), remove: never('remove') }, ended.signal);
    const { secrets } = open(await tempFolder(), { keychain, ended: ended.signal });
    const told = [secrets.set({ name: 'a', value: VALUE, replace: false }), secrets.status(), secrets.value('a')].map(refused);
    await expect.poll(() => asked).toEqual(['set trial-']);
    ended.abort(new KimiError('ENGINE_ENDING'));
    expect(await Promise.all(told)).toEqual(['ENGINE_ENDING', 'ENGINE_ENDING', 'ENGINE_ENDING']);
    await secrets.close();
    // Nothing new is begun.
    expect(asked).toEqual(['set trial-']);
  });

  it('does not wait for one that is not there', async () => {
    const { keychain } = memoryKeychain();
    const { secrets } = open(await tempFolder(), { keychain });
    expect(await refused(secrets.value('nobody'))).toBe('SECRET_MISSING');
  });
});

describe('age', () => {
  it('counts from the last value; who asked to be reminded is, after so many days', async () => {
    const { keychain } = memoryKeychain();
    const folder = await tempFolder();
    const { secrets, clock } = open(folder, { keychain });
    await secrets.set({ name: 'a', value: VALUE, rotateDays: 30, replace: false });
    await secrets.set({ name: 'b', value: VALUE, replace: false });
    clock.now += 30 * DAY;
    expect((await secrets.list()).map(({ name, due }) => [name, due])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const next = open(folder, { keychain, now: () => clock.now });
    await next.secrets.recall();
    expect(next.told).toEqual(['notice.secrets.due']);
    expect(next.redactor.text(VALUE)).toBe('[secret]');
    expect(await next.secrets.set({ name: 'a', value: 'another value', replace: true })).toEqual({
      name: 'a',
      createdAt: 1000,
      rotatedAt: clock.now,
      rotateDays: 30,
      due: false,
    });
    expect(await next.secrets.set({ name: 'a', value: VALUE, rotateDays: 0, replace: true })).toMatchObject({ rotateDays: null });
  });

  it('is nothing to replace for a secret that is not there', async () => {
    const { keychain } = memoryKeychain();
    const { secrets } = open(await tempFolder(), { keychain });
    expect(await refused(secrets.set({ name: 'a', value: VALUE, replace: true }))).toBe('SECRET_MISSING');
  });

  it('is not lost to somebody who keeps another under the same name', async () => {
    const { keychain } = memoryKeychain();
    const { secrets } = open(await tempFolder(), { keychain });
    await secrets.set({ name: 'a', value: VALUE, replace: false });
    expect(await refused(secrets.set({ name: 'a', value: 'another value', replace: false }))).toBe('SECRET_EXISTS');
    expect(await secrets.reveal('a')).toBe(VALUE);
  });

  it('is nothing that a start without secrets looks for', async () => {
    const never: Keychain = { get: refuse, set: refuse, remove: refuse };
    const { secrets, path } = open(await tempFolder(), { keychain: never });
    await secrets.recall();
    expect(await secrets.list()).toEqual([]);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

function flipped(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
}

function refuse(): never {
  throw new Error('nobody may ask the keychain');
}
