import type { SecretInfo, SecretStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Redactor } from '#shared/redaction/index.ts';
import type { Logger } from '../types.ts';
import { untilAborted } from './ended.ts';
import { keychainProblem } from './keychain.ts';
import type { SecretsNews } from './news.ts';
import { type Locked, type Opened, type Opener, openStore, unlockStore } from './open-secrets.ts';
import { isDue, referenceIn } from './references.ts';
import { readSecretsFile, secretsPath } from './secrets-file.ts';
import type { Keychain, SecretEntries } from './types.ts';

export interface SecretsOptions {
  readonly dataFolder: string;
  readonly keychain: Keychain;
  /** Learns each value as soon as it is known here. */
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly now: () => number;
  /** Aborted with ENGINE_ENDING when nobody is waited for any more. Default: never. */
  readonly ended?: AbortSignal;
  /** Default: asks the system. */
  readonly machineId?: () => Promise<string>;
}

/** Secrets by name. Nothing is opened before the first use; what is changed goes one after the other. */
export class Secrets {
  readonly #o: SecretsOptions;
  readonly #opener: Opener;
  /** What lets each go on that waits, with the secret that it waits for. */
  readonly #waiting = new Map<() => void, string>();
  #listener: (news: SecretsNews) => void = () => undefined;
  #opened: Opened | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SecretsOptions) {
    this.#o = options;
    const { keychain, dataFolder, machineId } = options;
    this.#opener = { keychain, path: secretsPath(dataFolder), ...(machineId === undefined ? {} : { machineId }) };
  }

  /** Hears what happens. */
  onNews(listener: (news: SecretsNews) => void): void {
    this.#listener = listener;
  }

  /** Names of the secrets that something waits for at the moment, in order. */
  get awaited(): readonly string[] {
    return [...new Set(this.#waiting.values())].sort();
  }

  /** Why the system's keychain cannot be used; null when it can. Found out anew. */
  keychainProblem(): Promise<string | null> {
    return keychainProblem(this.#o.keychain);
  }

  /** Where secrets are kept, whether they can be had, and who waits for that. @throws KimiError SECRETS_DAMAGED */
  status(): Promise<SecretStatus> {
    return this.#inTurn(async () => {
      const opened = await this.#open();
      const waiting = this.#waiting.size;
      if ('store' in opened) return { state: 'ready', store: opened.store.kind, waiting };
      return { state: 'locked', reason: opened.locked, ...(opened.why === undefined ? {} : { why: opened.why }), waiting };
    });
  }

  /** Every secret, by name; also while they are locked. @throws KimiError SECRETS_DAMAGED */
  async list(): Promise<readonly SecretInfo[]> {
    return listed(await this.#entries(), this.#o.now());
  }

  /**
   * Keeps a value under a new name, or with `replace` under one that is there. `rotateDays`: undefined leaves it as it is, 0 ends the reminding.
   * @throws KimiError SECRETS_LOCKED | SECRETS_DAMAGED | SECRET_EXISTS, with `replace` SECRET_MISSING
   */
  set(given: {
    readonly name: string;
    readonly value: string;
    readonly rotateDays?: number | undefined;
    readonly replace: boolean;
  }): Promise<SecretInfo> {
    const { name, value, rotateDays, replace } = given;
    // Before anything can fail over it and say why.
    this.#o.redactor.know(value);
    return this.#inTurn(async () => {
      const { store, entries } = await this.#ready();
      const before = entryOf(entries, name);
      if (replace && before === undefined) throw new KimiError('SECRET_MISSING', { name });
      // The value that it has may be nowhere else.
      if (!replace && before !== undefined) throw new KimiError('SECRET_EXISTS', { name });
      const at = this.#o.now();
      const days = rotateDays === undefined ? (before?.rotateDays ?? null) : rotateDays || null;
      const entry = { createdAt: before?.createdAt ?? at, rotatedAt: at, rotateDays: days };
      const next = { ...entries, [name]: entry };
      await this.#using(() => store.commit({ name, value }, next));
      this.#opened = { store, entries: next };
      return { name, ...entry, due: false };
    });
  }

  /** @throws KimiError SECRET_MISSING | SECRETS_LOCKED | SECRETS_DAMAGED */
  reveal(name: string): Promise<string> {
    return this.#inTurn(async () => this.#read(await this.#ready(), name));
  }

  /** @throws KimiError SECRET_MISSING | SECRETS_LOCKED | SECRETS_DAMAGED */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const { store, entries } = await this.#ready();
      if (entryOf(entries, name) === undefined) throw new KimiError('SECRET_MISSING', { name });
      const { [name]: _gone, ...rest } = entries;
      await this.#using(() => store.commit({ name, value: null }, rest));
      this.#opened = { store, entries: rest };
    });
  }

  /**
   * Opens the store, or makes one where there is none and no keychain: under a passphrase, or under a key of this machine.
   * @throws KimiError SECRET_PASSPHRASE_WRONG | SECRETS_LOCKED | SECRETS_DAMAGED | CONFLICT
   */
  async unlock(by: { readonly passphrase?: string | undefined; readonly machine: boolean }): Promise<SecretStatus> {
    if (by.passphrase !== undefined) this.#o.redactor.know(by.passphrase);
    await this.#inTurn(async () => {
      const found = await this.#open();
      if ('store' in found) return;
      await this.#accept(await unlockStore(this.#opener, by));
    });
    return this.status();
  }

  /**
   * A value, as soon as it can be had: while the store is locked this waits, and says so.
   * @throws KimiError SECRET_MISSING | SECRETS_DAMAGED | ENGINE_ENDING; the signal's reason when it is aborted
   */
  async value(name: string, signal?: AbortSignal): Promise<string> {
    const gone = AbortSignal.any([this.#o.ended, signal].filter((one) => one !== undefined));
    for (;;) {
      const unlocked = Promise.withResolvers<void>();
      // In one turn, so that nothing is unlocked between the look and the waiting.
      const found = await this.#inTurn(async () => {
        const value = await this.#valueNow(name);
        if (typeof value !== 'string') this.#waiting.set(unlocked.resolve, name);
        return value;
      });
      if (typeof found === 'string') return found;
      this.#o.logger.warn('work waits for a secret', { name, reason: found.locked });
      this.#listener({ kind: 'waiting', name, reason: found.locked });
      try {
        await untilAborted(unlocked.promise, gone);
      } finally {
        this.#waiting.delete(unlocked.resolve);
      }
    }
  }

  /** An environment with values in place of `secret:<name>`. @throws as value does */
  async resolve(env: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const resolved: Record<string, string> = {};
    for (const [variable, text] of Object.entries(env)) {
      const name = referenceIn(text);
      resolved[variable] = name === null ? text : await this.#valueFor(variable, name, signal);
    }
    return resolved;
  }

  /** Who starts a session did not name the secret just now: what refers to it is said. */
  async #valueFor(variable: string, name: string, signal?: AbortSignal): Promise<string> {
    try {
      return await this.value(name, signal);
    } catch (error) {
      if (error instanceof KimiError && error.code === 'SECRET_MISSING') throw new KimiError('SECRET_MISSING', { name, variable });
      throw error;
    }
  }

  /** After the start, where there are any: tells the redactor what must not be seen, and the person what is due. Never fails. */
  async recall(): Promise<void> {
    try {
      const entries = await this.#entries();
      if (Object.keys(entries).length === 0) return;
      const due = listed(entries, this.#o.now()).filter((one) => one.due);
      if (due.length > 0) this.#listener({ kind: 'due', names: due.map(({ name }) => name) });
      await this.#inTurn(() => this.#open());
    } catch (error) {
      this.#o.logger.error('the secrets cannot be read', { reason: String(error) });
    }
  }

  /** Resolves when what was begun is over. */
  async close(): Promise<void> {
    await this.#last;
  }

  async #entries(): Promise<SecretEntries> {
    return this.#opened?.entries ?? (await readSecretsFile(this.#opener.path))?.entries ?? {};
  }

  async #open(): Promise<Opened | Locked> {
    if (this.#opened !== null) return this.#opened;
    const found = await openStore(this.#opener);
    return 'store' in found ? this.#accept(found) : found;
  }

  async #ready(): Promise<Opened> {
    const opened = await this.#open();
    if ('store' in opened) return opened;
    const { locked, why } = opened;
    throw new KimiError('SECRETS_LOCKED', { reason: locked, ...(why === undefined ? {} : { why }) });
  }

  async #valueNow(name: string): Promise<string | Locked> {
    const opened = await this.#open();
    if (!('store' in opened)) return opened;
    try {
      return await this.#read(opened, name);
    } catch (error) {
      return lockedBy(error);
    }
  }

  /** A keychain that was there may go: the next need looks for it anew. */
  async #using<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof KimiError && error.code === 'SECRETS_LOCKED') this.#opened = null;
      throw error;
    }
  }

  /** A store counts as open once each of its values could be had: what the redactor does not know, it cannot hide. */
  async #accept(opened: Opened): Promise<Opened | Locked> {
    for (const name of Object.keys(opened.entries)) {
      try {
        const value = await opened.store.read(name);
        if (value !== null) this.#o.redactor.know(value);
        else this.#o.logger.warn('a secret is listed and not in its store', { name });
      } catch (error) {
        return lockedBy(error);
      }
    }
    this.#opened = opened;
    if (this.#waiting.size > 0) this.#listener({ kind: 'unlocked' });
    for (const go of this.#waiting.keys()) go();
    this.#waiting.clear();
    return opened;
  }

  async #read({ store, entries }: Opened, name: string): Promise<string> {
    const value = entryOf(entries, name) === undefined ? null : await this.#using(() => store.read(name));
    if (value === null) throw new KimiError('SECRET_MISSING', { name });
    this.#o.redactor.know(value);
    return value;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#last.then(act, act);
    const done = () => undefined;
    // What fails is told to who asked; the next goes on.
    this.#last = result.then(done, done);
    return result;
  }
}

/** A name may also be that of something every object has, such as `constructor`. */
function entryOf(entries: SecretEntries, name: string): SecretEntries[string] | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** What a keychain that gives no value means for who needs it. @throws the error when it is another one */
function lockedBy(error: unknown): Locked {
  if (!(error instanceof KimiError) || error.code !== 'SECRETS_LOCKED') throw error;
  const { why } = error.context;
  return { locked: 'keychain', ...(typeof why === 'string' ? { why } : {}) };
}

function listed(entries: SecretEntries, now: number): readonly SecretInfo[] {
  return Object.entries(entries)
    .map(([name, entry]) => ({ name, ...entry, due: isDue(entry, now) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
