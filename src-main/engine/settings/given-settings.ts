import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Said } from '#shared/messages/fill.ts';
import { speak } from '#shared/messages/said.ts';
import type { SettingsMigration } from './migrations/index.ts';
import { checkSetting } from './setting-value.ts';
import { flatten } from './setting-values.ts';
import { readSettings } from './settings-file.ts';
import { inLatestFormat, refuseOtherFormat } from './settings-format.ts';
import type { TomlScalar } from './toml-edit.ts';

/** How a text that somebody gives is looked at. */
export interface GivenOptions {
  /** Unknown names that are let pass. */
  readonly kept?: ReadonlySet<string>;
  /** Refuses what the schema takes and the caller does not. @throws KimiError INVALID_INPUT */
  readonly check: (name: string, value: TomlScalar) => void;
  readonly migrations: readonly SettingsMigration[];
}

/**
 * Every value of a TOML text by its dotted name.
 * @throws KimiError INVALID_INPUT with all that is wrong in it, so that nobody has to come back for each | SETTINGS_NEWER
 */
export function givenSettings(toml: string, { kept = new Set(), check, migrations }: GivenOptions): ReadonlyMap<string, TomlScalar> {
  const { broken, ignored, format } = readSettings(toml, {}, migrations);
  if (broken !== null) throw new KimiError('INVALID_INPUT', { field: 'toml', reason: broken.said });
  refuseOtherFormat(format, undefined, migrations);
  const raw = flatten(inLatestFormat(toml, migrations).table) as Map<string, TomlScalar>;
  const refused = new Map<string, KimiError>();
  for (const [name, value] of raw) {
    try {
      if (settingLeaf(name) !== undefined) checkSetting(name, value);
      else if (!kept.has(name)) throw unknownSetting(name, 'toml');
      check(name, value);
    } catch (error) {
      refused.set(name, KimiError.from(error));
    }
  }
  // A table where a value is expected, and the like; what has a name was looked at above.
  const others = ignored.map(({ said }) => said).filter(({ code, values }) => code !== 'setting.unknown' && !raw.has(String(values.name)));
  refuse(refused, others);
  return raw;
}

/** One is told in the place where it is; several are told together. */
function refuse(refused: ReadonlyMap<string, KimiError>, others: readonly Said[]): void {
  const [first] = refused.values();
  if (first !== undefined && refused.size + others.length === 1) throw first;
  const all = [...Array.from(refused, ([name, { context }]) => speak('setting.ignored', { ...context, name }).said), ...others];
  const [only, ...more] = all;
  if (only !== undefined) throw new KimiError('INVALID_INPUT', { field: 'toml', reason: more.length === 0 ? only : all });
}
