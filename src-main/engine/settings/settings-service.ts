import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TomlTable } from 'smol-toml';
import type { SettingEntry, Settings } from '#shared/contract/index.ts';
import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { parseSettingPath, printSettingPath } from '#shared/contract/setting-path.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { MARK } from '#shared/redaction/index.ts';
import type { SettingsProblem } from '#shared/settings-problems.ts';
import { errorCode } from '../../holder/file-errors.ts';
import type { AdminFile, Logger } from '../types.ts';
import { readAdminFile } from './admin-file.ts';
import { followFiles } from './follow-file.ts';
import { givenSettings } from './given-settings.ts';
import { fromEnvironment, fromFlags, type Ranked, rank } from './layers.ts';
import { MIGRATIONS, type SettingsMigration } from './migrations/index.ts';
import { checkOwnKey } from './own-keys.ts';
import { parseSettingValue } from './setting-value.ts';
import { flatten, type SettingValues } from './setting-values.ts';
import { keepSettings } from './settings-backups.ts';
import { type LoadedSettings, readSettings } from './settings-file.ts';
import { latestFormat, refuseOtherFormat, withFormat } from './settings-format.ts';
import { endOfLinks, readSettingsText, type SettingsText, writeSettingsText } from './settings-text.ts';
import { setTomlValue, type TomlScalar } from './toml-edit.ts';

/** The person's settings, from `settings.toml`, with what overrides them; the file may be edited at any time. */
export interface SettingsService {
  /** As of the last read. */
  readonly current: Settings;
  /** Reads the files again. */
  get(): Promise<Settings>;
  /** Each setting with where its value comes from, by dotted name; as of the last read. */
  readonly entries: ReadonlyMap<string, SettingEntry>;
  /** The text of the file as of the last read. */
  readonly text: string;
  /** Sets one value by its dotted name. @throws KimiError INVALID_INPUT (unknown name, bad value, file that cannot be understood) | SETTING_LOCKED | SETTINGS_NEWER | FILE_UNREADABLE */
  set(name: string, text: string): Promise<Settings>;
  /** Takes one value out of the file, so that its default holds; also one that this version does not know. @throws KimiError as `set` */
  unset(name: string): Promise<Settings>;
  /** Sets every value of a TOML text and leaves the others; all of it or nothing. @throws KimiError as `set` */
  merge(toml: string): Promise<Settings>;
  /**
   * Makes this text the file.
   * @param base the text that it was made from
   * @throws KimiError as `set`, also for a single bad value | CONFLICT: the file says something else than `base` by now
   */
  replace(toml: string, base?: string): Promise<Settings>;
  /** What in the files and in the environment could not be used; empty when all is well. */
  problems(): readonly SettingProblem[];
  /** Hears of other values, of another source of one, and of other problems. */
  onChange(listener: (settings: Settings) => void): () => void;
  /** Stops looking at the files. */
  close(): void;
}

export interface SettingsOptions {
  readonly path: string;
  readonly logger: Logger;
  /** Where variables such as KIMI_SHELL_KIMI_PATH may be set; they win over the file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the person gave on the command line, by dotted name; wins over the environment. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The administrator's file, which wins over all. */
  readonly admin: AdminFile;
  /** Follow changes of the files as they happen (default: only at each read). */
  readonly follow?: boolean;
  /**
   * Rewrites a file of an older format at once, after a copy of it was kept in the folder `backups` beside it. Only for who has the data
   * folder alone (default: it is read as if it were of this format, and rewritten with the next change).
   */
  readonly migrate?: boolean;
  readonly now?: () => number;
  readonly migrations?: readonly SettingsMigration[];
}

/** What could not be used, in words of the log too. */
export type SettingProblem = Spoken & SettingsProblem;

/** Somebody may change the file while it is being rewritten; who does it this often does not stop. */
const REWRITES = 3;

/**
 * Reads the settings for the first time.
 * @throws KimiError ADMIN_SETTINGS_BROKEN: nothing starts looser than the administrator wants it | FILE_UNREADABLE for the person's file
 */
export async function createSettings(options: SettingsOptions): Promise<SettingsService> {
  const { path, logger, env, flags = {}, admin, follow = false, migrate = false, now = Date.now, migrations = MIGRATIONS } = options;
  const listeners = new Set<(settings: Settings) => void>();
  const follower = followFiles(() => void reload());
  const environment = fromEnvironment(env);
  const flag = fromFlags(flags);
  let locked: SettingValues = await readAdminFile(admin, migrations);
  let adminProblem: Spoken | null = null;
  let loaded = understood(await readSettingsText(path));
  /** Why nobody knows what the file says by now; null when it could be read. */
  let unreadable: KimiError | null = null;
  let notRewritten: Spoken | null = null;
  if (migrate) await rewrite();
  let ranked = rankAll();
  let writing: Promise<unknown> = Promise.resolve();
  for (const problem of environment.problems) logger.warn('a variable was ignored', { problem: problem.text });
  warn(loaded);

  function understood({ text, notUtf8 }: SettingsText, lastGood: TomlTable = {}): LoadedSettings {
    return readSettings(text, lastGood, migrations, notUtf8);
  }

  function rankAll(): Ranked {
    return rank({ file: loaded.table, environment: environment.values, flag, admin: locked });
  }

  function problems(): readonly SettingProblem[] {
    return [
      ...problemsOf('admin', adminProblem === null ? [] : [adminProblem]),
      ...problemsOf('environment', environment.problems),
      ...problemsOf('file', [
        ...(unreadable === null ? [] : [speak('setting.unreadable', { reason: String(unreadable.context.reason) })]),
        ...(notRewritten === null || loaded.latest === loaded.text ? [] : [notRewritten]),
        ...(loaded.broken === null ? loaded.ignored : [loaded.broken]),
      ]),
    ];
  }

  function warn(from: LoadedSettings): void {
    if (from.broken !== null)
      logger.warn('settings file cannot be understood; what was good before holds, the file is left alone', {
        path,
        reason: from.broken.text,
      });
    for (const problem of from.ignored) logger.warn('a setting was ignored', { path, problem: problem.text });
  }

  /** Makes the file one of this version's format. What cannot be written is said, and holds all the same. */
  async function rewrite(): Promise<void> {
    for (let left = REWRITES; left > 0 && loaded.latest !== loaded.text; left -= 1) {
      const { latest, format } = loaded;
      try {
        const backup = await keepCopy();
        // What somebody wrote since is not to be lost.
        if (isSame(await readSettingsText(path), loaded)) {
          await writeSettingsText(path, latest);
          logger.info('the settings file was rewritten in a newer format', { path, from: format, to: latestFormat(migrations), backup });
        }
        loaded = understood(await readSettingsText(path));
      } catch (error) {
        const { context } = KimiError.from(error);
        // Our own errors have a code as well, which says less than the system's in them.
        const reason = error instanceof KimiError ? String(context.reason) : errorCode(error) || String(context.reason);
        notRewritten = speak('setting.not-rewritten', { format: format ?? '', known: latestFormat(migrations), reason });
        logger.error('the settings file cannot be rewritten in a newer format; what it says holds', { path, reason });
        return;
      }
    }
  }

  /** Keeps what the file said before a newer format is written. @throws NodeJS.ErrnoException */
  function keepCopy(): Promise<string> {
    return keepSettings(join(dirname(path), 'backups'), loaded.text, loaded.format ?? 0, now());
  }

  /** What was locked stays locked while the administrator's file is broken. */
  async function readLocked(): Promise<SettingValues> {
    try {
      const values = await readAdminFile(admin, migrations);
      adminProblem = null;
      return values;
    } catch (error) {
      const { context } = KimiError.from(error);
      const problem = speak('setting.admin', { ...context, path: admin.path });
      if (problem.text !== adminProblem?.text)
        logger.warn('the administrator’s settings are broken; the last good ones hold', { problem: problem.text });
      adminProblem = problem;
      return locked;
    }
  }

  /** Reads the file anew; what it said last holds while it cannot be read. @returns why it cannot be */
  async function readAnew(): Promise<{ readonly read: SettingsText; readonly refusal: KimiError | null }> {
    try {
      return { read: await readSettingsText(path), refusal: null };
    } catch (error) {
      const refusal = KimiError.from(error);
      const { reason = '' } = refusal.context;
      if (reason !== unreadable?.context.reason)
        logger.warn('settings cannot be read at the moment; the last ones hold', { path, reason: String(reason) });
      return { read: loaded, refusal };
    }
  }

  /** What the file is a link to is edited where it is, and that may be another file by now. */
  async function followAll(): Promise<void> {
    if (!follow) return;
    let file = path;
    try {
      file = await endOfLinks(path);
    } catch {
      // A link that leads nowhere, which reading says; the link itself is followed.
    }
    follower.follow([path, file, admin.path]);
  }

  async function reload(): Promise<Settings> {
    // Before it is read: what is written in between would go unnoticed.
    await followAll();
    const before = locked;
    const problemsBefore = problems();
    locked = await readLocked();
    const { read, refusal } = await readAnew();
    unreadable = refusal;
    if (isSame(read, loaded) && isDeepStrictEqual([before, problemsBefore], [locked, problems()])) return ranked.settings;
    if (!isSame(read, loaded)) {
      loaded = understood(read, loaded.table);
      warn(loaded);
    }
    const old = ranked;
    ranked = rankAll();
    if (!isDeepStrictEqual([old.entries, problemsBefore], [ranked.entries, problems()]))
      for (const listener of listeners) listener(ranked.settings);
    return ranked.settings;
  }

  /** Reads the file for somebody who writes it: what nobody could read is not written over. @throws KimiError FILE_UNREADABLE */
  async function reloadToWrite(): Promise<void> {
    await reload();
    if (unreadable !== null) throw unreadable;
  }

  function refuseLocked(key: string): void {
    if (locked.has(key)) throw new KimiError('SETTING_LOCKED', { key, value: String(locked.get(key)), path: admin.path });
  }

  /** @param changes by dotted name; null takes a value out of the file */
  async function write(changes: ReadonlyMap<string, TomlScalar | null>): Promise<Settings> {
    await reloadToWrite();
    if (loaded.broken !== null) throw new KimiError('INVALID_INPUT', { field: path, reason: loaded.broken.said });
    refuseOtherFormat(loaded.format, path, migrations);
    // A file of our own says its format from its first line on.
    const before = loaded.text.trim() === '' ? withFormat(loaded.text, migrations) : loaded.latest;
    let text = before;
    for (const [name, value] of changes) {
      refuseLocked(name);
      text = setTomlValue(text, parseSettingPath(name), value);
    }
    if (text !== before) {
      refuseWorse(text, [...changes.keys()]);
      if (loaded.latest !== loaded.text) await keepCopy();
      await writeSettingsText(path, text);
    }
    return reload();
  }

  /** Refuses what is right by itself and wrong beside the rest, or makes the file one that is not used at all. @throws KimiError INVALID_INPUT */
  function refuseWorse(text: string, names: readonly string[]): void {
    const known = new Set(loaded.ignored.map((problem) => problem.text));
    const { broken, ignored } = understood(given(text));
    const worse = broken ?? ignored.find((problem) => !known.has(problem.text));
    if (worse !== undefined) throw new KimiError('INVALID_INPUT', { field: names.join(', '), reason: worse.said });
  }

  /** Refuses own keys that would never do anything, as `set` does, but for those that the file has already. */
  function deadKeys(): (name: string, keys: TomlScalar) => void {
    const had = flatten(loaded.table);
    return (name, keys) => {
      // Nobody knows what a broken file had.
      if (loaded.broken === null && had.get(name) !== keys) checkOwnKey(name, String(keys), undefined, 'toml');
    };
  }

  /** Refuses what was made from another text than the file has; a newer format of the same is no change. @throws KimiError CONFLICT */
  function refuseChanged(base: string): void {
    if (base !== loaded.text && understood(given(base)).latest !== loaded.latest)
      throw new KimiError('CONFLICT', { path, reason: 'the settings were changed meanwhile' });
  }

  /** Refuses a text with what stands in the place of bytes that were not read: they would be lost. @throws KimiError INVALID_INPUT */
  function refuseUnread(toml: string): void {
    const at = loaded.notUtf8 === null ? -1 : toml.indexOf('\uFFFD');
    if (at < 0) return;
    const { said } = speak('setting.not-utf-8', { line: toml.slice(0, at).split('\n').length });
    throw new KimiError('INVALID_INPUT', { field: 'toml', reason: said });
  }

  /** One writer at a time: the second must see the first one's text. */
  function inTurn(change: () => Promise<Settings>): Promise<Settings> {
    const next = writing.then(change, change);
    writing = next;
    return next;
  }

  await followAll();
  return {
    get current() {
      return ranked.settings;
    },
    get entries() {
      return ranked.entries;
    },
    get text() {
      return loaded.text;
    },
    get: reload,
    set: (written, text) =>
      inTurn(async () => {
        const name = canonical(written);
        return write(new Map([[name, parseSettingValue(name, text)]]));
      }),
    unset: (written) =>
      inTurn(async () => {
        const name = canonical(written);
        await reloadToWrite();
        if (settingLeaf(name) === undefined && !flatten(loaded.table).has(name)) throw unknownSetting(name);
        return write(new Map([[name, null]]));
      }),
    merge: (toml) =>
      inTurn(async () => {
        await reloadToWrite();
        const refuseDeadKey = deadKeys();
        const check = (name: string, value: TomlScalar): void => {
          refuseMark(name, value);
          refuseDeadKey(name, value);
        };
        return write(givenSettings(toml, { check, migrations }));
      }),
    replace: (toml, base) =>
      inTurn(async () => {
        await reloadToWrite();
        // Asked again after an answer that got lost, it is done already.
        if (base !== undefined && toml !== loaded.text) refuseChanged(base);
        if (loaded.format !== null) refuseOtherFormat(loaded.format, path, migrations);
        refuseUnread(toml);
        givenSettings(toml, { kept: new Set(flatten(loaded.table).keys()), check: deadKeys(), migrations });
        const wanted = flatten(understood(given(toml)).table);
        const { broken, table } = understood(loaded);
        const had = flatten(table);
        // Nobody knows what a broken file had there, and it is to be repaired; what is locked wins all the same.
        if (broken === null) for (const key of locked.keys()) if (wanted.get(key) !== had.get(key)) refuseLocked(key);
        await writeSettingsText(path, toml);
        return reload();
      }),
    problems,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      follower.close();
    },
  };
}

function problemsOf(of: SettingProblem['of'], spoken: readonly Spoken[]): readonly SettingProblem[] {
  return spoken.map((problem) => ({ ...problem, of }));
}

function isSame(one: SettingsText, other: SettingsText): boolean {
  return one.text === other.text && one.notUtf8 === other.notUtf8;
}

/** A text that was never bytes. */
function given(text: string): SettingsText {
  return { text, notUtf8: null };
}

/** What an export left out is not to take the place of what is there. @throws KimiError INVALID_INPUT */
function refuseMark(field: string, value: TomlScalar): void {
  if (typeof value === 'string' && value.includes(MARK))
    throw new KimiError('INVALID_INPUT', { field, reason: 'it stands for a secret that was left out' });
}

function canonical(name: string): string {
  return printSettingPath(parseSettingPath(name));
}
