import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TomlError } from 'smol-toml';
import { adminFilePath } from '#shared/admin-file-path.ts';
import { Settings } from '#shared/contract/index.ts';
import { settingLeaf } from '#shared/contract/setting-names.ts';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { errorCode } from '../../holder/file-errors.ts';
import { lineNotUtf8 } from '../../holder/utf8.ts';
import type { AdminFile } from '../types.ts';
import { MIGRATIONS, type SettingsMigration } from './migrations/index.ts';
import { flatten, type SettingValues } from './setting-values.ts';
import { type FormatProblem, type Formatted, inLatestFormat } from './settings-format.ts';
import { tomlProblem } from './toml-edit.ts';

/** The administrator's file of this system. */
export function adminFile(platform: NodeJS.Platform = process.platform): AdminFile {
  // On Windows the rights of the folder say enough.
  return { path: adminFilePath(platform), owner: platform === 'win32' ? null : 0 };
}

const WRITABLE_BY_OTHERS = 0o022;
/** In such a folder nobody takes away what is another's. */
const STICKY = 0o1000;

/** Of a person's file what is known holds all the same; of this one nothing does, so it is said in other words. */
const FORMAT_REASONS: Readonly<Record<FormatProblem['kind'], string>> = {
  'bad-format': 'its format is none',
  newer: 'it is of a newer format',
  'not-migrated': 'it cannot be brought to this format',
};

/**
 * What the administrator has set. Strict: a file that exists counts as a whole or not at all.
 * @throws KimiError ADMIN_SETTINGS_BROKEN for anything in it that is not understood, and when others than its owner can write it
 */
export async function readAdminFile(
  { path, owner }: AdminFile,
  migrations: readonly SettingsMigration[] = MIGRATIONS,
): Promise<SettingValues> {
  const broken = (reason: string, context: ErrorContext = {}) => new KimiError('ADMIN_SETTINGS_BROKEN', { path, reason, ...context });
  let text: string;
  try {
    const file = await open(path, 'r');
    try {
      const { uid, mode } = await file.stat();
      if (owner !== null && (uid !== owner || (mode & WRITABLE_BY_OTHERS) !== 0))
        throw broken('others than the administrator can write it');
      if (owner !== null && (await othersMayReplaceIn(dirname(path), owner)))
        throw broken('others than the administrator can write it', { path: dirname(path) });
      const bytes = await file.readFile();
      const line = lineNotUtf8(bytes);
      if (line !== null) throw broken('it is no UTF-8', { line });
      text = bytes.toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return new Map();
    throw error instanceof KimiError ? error : broken(errorCode(error) || String(error));
  }
  let formatted: Formatted;
  try {
    formatted = inLatestFormat(text, migrations);
  } catch (error) {
    if (!(error instanceof TomlError)) throw broken(String(error));
    throw broken('it is no TOML', { line: error.line, why: tomlProblem(error) });
  }
  // An older format is read as this one and the file stays as it is: it is the administrator's. What is not understood is not guessed at.
  const { table, problem } = formatted;
  if (problem !== null) throw broken(FORMAT_REASONS[problem.kind], problem.values);
  const values = flatten(table);
  for (const [key, value] of values) {
    const leaf = settingLeaf(key);
    if (leaf === undefined) throw broken('no such setting', { value: key });
    if (leaf.tight !== undefined && leaf.tight !== value) throw broken('an administrator can only tighten it', { value: key });
  }
  const checked = Settings.safeParse(table);
  if (checked.success) return values;
  const [issue = { message: 'not allowed', path: [] }] = checked.error.issues;
  throw new KimiError('ADMIN_SETTINGS_BROKEN', { path, ...issueReason(issue), value: printSettingPath(issue.path.map(String)) });
}

/** Who has a folder, or may write it, may put another file in the place of one that they may not write. */
async function othersMayReplaceIn(folder: string, owner: number): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  return (uid !== owner && uid !== 0) || ((mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0);
}
