import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stringify, type TomlTable } from 'smol-toml';
import type { SettingEntry, Settings } from '#shared/contract/index.ts';
import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { parseSettingPath, printSettingPath } from '#shared/contract/setting-path.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { AdminFile, Logger } from '../types.ts';
import { readAdminFile } from './admin-file.ts';
import { fromEnvironment, fromFlags, type Ranked, rank } from './layers.ts';
import { checkSetting, parseSettingValue } from './setting-value.ts';
import { flatten, type SettingValues } from './setting-values.ts';
import { type LoadedSettings, loadSettings, readSettings } from './settings-file.ts';
import { parseToml, setTomlValue, type TomlScalar } from './toml-edit.ts';

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
  /** Sets one value by its dotted name. @throws KimiError INVALID_INPUT (unknown name, bad value, file that cannot be understood) | SETTING_LOCKED */
  set(name: string, text: string): Promise<Settings>;
  /** Takes one value out of the file, so that its default holds; also one that this version does not know. @throws KimiError as `set` */
  unset(name: string): Promise<Settings>;
  /** Sets every value of a TOML text and leaves the others; all of it or nothing. @throws KimiError as `set` */
  merge(toml: string): Promise<Settings>;
  /** Makes this text the file. @throws KimiError as `set`, also for a single bad value */
  replace(toml: string): Promise<Settings>;
  /** What in the files and in the environment could not be used; empty when all is well. */
  problems(): readonly Spoken[];
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
}

/** Editors write a file in several steps; they are one change, ms. */
const SETTLE_MS = 50;

/**
 * Reads the settings for the first time.
 * @throws KimiError ADMIN_SETTINGS_BROKEN: nothing starts looser than the administrator wants it; NodeJS.ErrnoException when the person's file cannot be read
 */
export async function createSettings(options: SettingsOptions): Promise<SettingsService> {
  const { path, logger, env, flags = {}, admin, follow = false } = options;
  const listeners = new Set<(settings: Settings) => void>();
  const environment = fromEnvironment(env);
  const flag = fromFlags(flags);
  let locked: SettingValues = await readAdminFile(admin);
  let adminProblem: Spoken | null = null;
  let loaded = await loadSettings(path);
  let ranked = rankAll();
  let writing: Promise<unknown> = Promise.resolve();
  for (const problem of environment.problems) logger.warn('a variable was ignored', { problem: problem.text });
  warn(loaded);

  function rankAll(): Ranked {
    return rank({ file: loaded.table, environment: environment.values, flag, admin: locked });
  }

  function warn(from: LoadedSettings): void {
    if (from.broken !== null)
      logger.warn('settings file cannot be understood; what was good before holds, the file is left alone', {
        path,
        reason: from.broken.text,
      });
    for (const problem of from.ignored) logger.warn('a setting was ignored', { path, problem: problem.text });
  }

  /** What was locked stays locked while the administrator's file is broken. */
  async function readLocked(): Promise<SettingValues> {
    try {
      const values = await readAdminFile(admin);
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

  async function reload(): Promise<Settings> {
    const before = locked;
    locked = await readLocked();
    let next: LoadedSettings;
    try {
      next = await loadSettings(path, loaded.table);
    } catch (error) {
      logger.warn('settings cannot be read at the moment; the last ones hold', { path, reason: String(error) });
      return ranked.settings;
    }
    if (next.text === loaded.text && isDeepStrictEqual(before, locked)) return ranked.settings;
    if (next.text !== loaded.text) {
      loaded = next;
      warn(next);
    }
    const old = ranked;
    ranked = rankAll();
    if (!isDeepStrictEqual(old.entries, ranked.entries)) for (const listener of listeners) listener(ranked.settings);
    return ranked.settings;
  }

  function refuseLocked(key: string): void {
    if (locked.has(key)) throw new KimiError('SETTING_LOCKED', { key, value: String(locked.get(key)), path: admin.path });
  }

  /** @param changes by dotted name; null takes a value out of the file */
  async function write(changes: ReadonlyMap<string, TomlScalar | null>): Promise<Settings> {
    await reload();
    if (loaded.broken !== null) throw new KimiError('INVALID_INPUT', { field: path, reason: loaded.broken.said });
    let text = loaded.text;
    for (const [name, value] of changes) {
      refuseLocked(name);
      text = setTomlValue(text, parseSettingPath(name), value);
    }
    if (text !== loaded.text) await writeFileAtomic(path, text);
    return reload();
  }

  /** One writer at a time: the second must see the first one's text. */
  function inTurn(change: () => Promise<Settings>): Promise<Settings> {
    const next = writing.then(change, change);
    writing = next;
    return next;
  }

  const watchers = follow ? [path, admin.path].flatMap((file) => followFile(file, () => void reload())) : [];
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
        await reload();
        if (settingLeaf(name) === undefined && !flatten(loaded.table).has(name)) throw unknownSetting(name);
        return write(new Map([[name, null]]));
      }),
    merge: (toml) => inTurn(async () => write(valuesOf(toml))),
    replace: (toml) =>
      inTurn(async () => {
        valuesOf(toml, new Set(flatten(loaded.table).keys()));
        const given = flatten(readSettings(toml).table);
        const had = flatten((await loadSettings(path)).table);
        for (const key of locked.keys()) if (given.get(key) !== had.get(key)) refuseLocked(key);
        await writeFileAtomic(path, toml);
        return reload();
      }),
    problems: () => [
      ...(adminProblem === null ? [] : [adminProblem]),
      ...environment.problems,
      ...(loaded.broken === null ? loaded.ignored : [loaded.broken]),
    ],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const stop of watchers) stop();
    },
  };
}

/** The values that a person set in a settings text, as TOML: without comments, secrets, and what this version does not know. */
export function exportSettings(text: string): string {
  const { table } = readSettings(text);
  let known: TomlTable = {};
  for (const [name, value] of flatten(table))
    if (settingLeaf(name) !== undefined) known = withPath(known, parseSettingPath(name), value as TomlScalar);
  return stringify(createRedactor().data(known) as TomlTable);
}

function withPath(table: TomlTable, [key = '', ...rest]: readonly string[], value: TomlScalar): TomlTable {
  return { ...table, [key]: rest.length === 0 ? value : withPath((table[key] ?? {}) as TomlTable, rest, value) };
}

function canonical(name: string): string {
  return printSettingPath(parseSettingPath(name));
}

/** Every value of a TOML text, checked. @param kept unknown names that are let pass @throws KimiError INVALID_INPUT */
function valuesOf(toml: string, kept: ReadonlySet<string> = new Set()): Map<string, TomlScalar> {
  const { broken, ignored } = readSettings(toml);
  if (broken !== null) throw new KimiError('INVALID_INPUT', { field: 'toml', reason: broken.said });
  const raw = flatten(parseToml(toml));
  for (const [name, value] of raw) {
    if (kept.has(name)) continue;
    if (settingLeaf(name) === undefined) throw unknownSetting(name, 'toml');
    checkSetting(name, value);
  }
  // A table where a value is expected, and the like.
  const [other] = ignored.filter(({ said }) => said.code !== 'setting.unknown');
  if (other !== undefined) throw new KimiError('INVALID_INPUT', { field: 'toml', reason: other.said });
  return raw as Map<string, TomlScalar>;
}

/** Calls `changed` soon after a file was written, replaced or removed; by its folder, because a replaced file is another one. */
function followFile(path: string, changed: () => void): readonly (() => void)[] {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, SETTLE_MS);
      timer.unref();
    });
  } catch {
    // No such folder, or one that cannot be watched: then the next read sees what changed.
    return [];
  }
  // A folder that is removed ends the watch; the next read says what is wrong.
  watcher.on('error', () => watcher.close());
  return [
    () => {
      clearTimeout(timer);
      watcher.close();
    },
  ];
}
