import type { TomlTable } from 'smol-toml';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { MIGRATIONS, type SettingsMigration } from './migrations/index.ts';
import { parseToml, setTomlValue } from './toml-edit.ts';

/** Where a settings text says its format: before the first table. It is no setting. */
const NAME = 'format';
/** Of a text that says none. */
const FIRST = 1;

/** Why a text is not in the format of this version: data, because what follows from it depends on whose file it is. */
export type FormatProblem =
  | { readonly kind: 'bad-format'; readonly values: Readonly<Record<string, never>> }
  | { readonly kind: 'newer'; readonly values: { readonly format: number; readonly known: number } }
  | { readonly kind: 'not-migrated'; readonly values: { readonly format: number; readonly known: number; readonly why: string } };

/** A settings text in the format of this version, as far as that can be. */
export interface Formatted {
  /** What was given when nothing is old in it, or it could not be brought up to date. */
  readonly text: string;
  /** Without the format. */
  readonly table: TomlTable;
  /** Of what was given; null when it says something that is no format. */
  readonly format: number | null;
  readonly problem: FormatProblem | null;
}

/** The format that this version writes. */
export function latestFormat(migrations: readonly SettingsMigration[] = MIGRATIONS): number {
  return migrations.at(-1)?.to ?? FIRST;
}

/**
 * Brings a text to the format of this version: every step or none. One of a newer format stays as it is. Pure.
 * @throws TomlError when it is no TOML
 */
export function inLatestFormat(text: string, migrations: readonly SettingsMigration[] = MIGRATIONS): Formatted {
  const { [NAME]: given = FIRST, ...table } = parseToml(text);
  const format = typeof given === 'number' && Number.isSafeInteger(given) && given >= FIRST ? given : null;
  const known = latestFormat(migrations);
  const asGiven = { text, table, format };
  if (format === null) return { ...asGiven, problem: { kind: 'bad-format', values: {} } };
  if (format > known) return { ...asGiven, problem: { kind: 'newer', values: { format, known } } };
  // In an empty file nothing is old.
  if (Object.keys(table).length === 0) return { ...asGiven, problem: null };
  try {
    const next = migrations.filter(({ to }) => to > format).reduce((before, step) => step.migrate(before), text);
    // A file with nothing old in it is left alone, also without a number: somebody wrote it by hand.
    if (next === text) return { ...asGiven, problem: null };
    const numbered = withFormat(next, migrations);
    const { [NAME]: _, ...migrated } = parseToml(numbered);
    return { text: numbered, table: migrated, format, problem: null };
  } catch (error) {
    const { code, context } = KimiError.from(error);
    const why = code === 'INVALID_INPUT' && typeof context.reason === 'string' ? context.reason : String(error);
    return { ...asGiven, problem: { kind: 'not-migrated', values: { format, known, why } } };
  }
}

/** A text that says that it is in this version's format. @throws KimiError INVALID_INPUT as setTomlValue */
export function withFormat(text: string, migrations: readonly SettingsMigration[] = MIGRATIONS): string {
  return setTomlValue(text, [NAME], latestFormat(migrations));
}

/**
 * Refuses what this version cannot write to without harm: in a newer format the same name may mean something else, and a newer version
 * would no longer bring up to date what this one writes into it.
 * @param path of the file, where it is one
 * @throws KimiError SETTINGS_NEWER | INVALID_INPUT (a format that is none)
 */
export function refuseOtherFormat(format: number | null, path?: string, migrations: readonly SettingsMigration[] = MIGRATIONS): void {
  if (format === null) throw new KimiError('INVALID_INPUT', { field: NAME, reason: 'a whole number is expected' });
  const known = latestFormat(migrations);
  if (format > known) throw new KimiError('SETTINGS_NEWER', { format, known, ...(path === undefined ? {} : { path }) });
}
