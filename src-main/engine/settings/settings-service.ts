import { Settings } from '#shared/contract/index.ts';
import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { parseSettingPath, printSettingPath } from '#shared/contract/setting-path.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { writeFileAtomic } from '../store/index.ts';
import type { Logger } from '../types.ts';
import { parseSettingValue } from './setting-value.ts';
import { type LoadedSettings, loadSettings } from './settings-file.ts';
import { setTomlValue, type TomlScalar } from './toml-edit.ts';

/** The person's settings, from `settings.toml`; a person may edit the file at any time. */
export interface SettingsService {
  /** As of the last read. */
  readonly current: Settings;
  /** Reads the file again. */
  get(): Promise<Settings>;
  /** Sets one value by its dotted name. @throws KimiError INVALID_INPUT (unknown name, bad value, file that cannot be understood) */
  set(name: string, text: string): Promise<Settings>;
  /** Takes one value out of the file, so that its default holds. @throws KimiError INVALID_INPUT (unknown name, file that cannot be understood) */
  unset(name: string): Promise<Settings>;
  /** What in the file could not be used; empty when all is well. */
  problems(): readonly string[];
  onChange(listener: (settings: Settings) => void): () => void;
}

export interface SettingsOptions {
  readonly path: string;
  readonly logger: Logger;
  /** Where KIMI_SHELL_KIMI_PATH may be set; wins over the file. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads the settings for the first time. @throws NodeJS.ErrnoException when the file exists and cannot be read */
export async function createSettings(options: SettingsOptions): Promise<SettingsService> {
  const { path, logger, env } = options;
  const listeners = new Set<(settings: Settings) => void>();
  let loaded = await loadSettings(path);
  let current = withOverrides(loaded.settings, env);
  let writing: Promise<unknown> = Promise.resolve();
  warn(loaded);

  function warn(from: LoadedSettings): void {
    if (from.broken !== null)
      logger.warn('settings file cannot be understood; defaults are used, the file is left alone', { path, reason: from.broken });
    for (const problem of from.ignored) logger.warn('a setting was ignored', { path, problem });
  }

  async function reload(): Promise<Settings> {
    let next: LoadedSettings;
    try {
      next = await loadSettings(path);
    } catch (error) {
      logger.warn('settings cannot be read at the moment; the last ones hold', { path, reason: String(error) });
      return current;
    }
    if (next.text === loaded.text) return current;
    loaded = next;
    warn(next);
    const settings = withOverrides(next.settings, env);
    const changed = JSON.stringify(settings) !== JSON.stringify(current);
    current = settings;
    if (changed) for (const listener of listeners) listener(settings);
    return current;
  }

  /** @param value null takes it out of the file */
  async function write(name: string, value: TomlScalar | null): Promise<Settings> {
    await reload();
    if (loaded.broken !== null) throw new KimiError('INVALID_INPUT', { field: path, reason: loaded.broken });
    const keys = parseSettingPath(name);
    const edited = setTomlValue(loaded.text, keys, value);
    const check = value === null ? null : Settings.safeParse(nested(loaded.settings, keys, value));
    if (check?.success === false)
      throw new KimiError('INVALID_INPUT', { field: name, ...issueReason(check.error.issues[0] ?? { message: 'not allowed' }) });
    if (edited !== loaded.text) await writeFileAtomic(path, edited);
    return reload();
  }

  /** One writer at a time: the second must see the first one's text. */
  function inTurn(change: () => Promise<Settings>): Promise<Settings> {
    const next = writing.then(change, change);
    writing = next;
    return next;
  }

  return {
    get current() {
      return current;
    },
    get: reload,
    set: (written, text) =>
      inTurn(async () => {
        const name = printSettingPath(parseSettingPath(written));
        return write(name, parseSettingValue(name, text));
      }),
    unset: (written) =>
      inTurn(async () => {
        const name = printSettingPath(parseSettingPath(written));
        if (settingLeaf(name) === undefined) throw unknownSetting(name);
        return write(name, null);
      }),
    problems: () => (loaded.broken === null ? loaded.ignored : [loaded.broken]),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function withOverrides(settings: Settings, env: SettingsOptions['env']): Settings {
  const kimiPath = env.KIMI_SHELL_KIMI_PATH;
  return kimiPath === undefined || kimiPath === '' ? settings : { ...settings, kimi: { ...settings.kimi, path: kimiPath } };
}

function nested(table: object, path: readonly string[], value: unknown): object {
  const [key = '', ...rest] = path;
  const below: unknown = Reflect.get(table, key);
  return { ...table, [key]: rest.length === 0 ? value : nested(typeof below === 'object' && below !== null ? below : {}, rest, value) };
}
