import { open } from 'node:fs/promises';
import { TomlError, type TomlTable } from 'smol-toml';
import { adminFilePath } from '#shared/admin-file-path.ts';
import { Settings } from '#shared/contract/index.ts';
import { settingLeaf } from '#shared/contract/setting-names.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorCode } from '../../holder/file-errors.ts';
import type { AdminFile } from '../types.ts';
import { flatten, type SettingValues } from './setting-values.ts';
import { parseToml } from './toml-edit.ts';

/** The administrator's file of this system. */
export function adminFile(platform: NodeJS.Platform = process.platform): AdminFile {
  // On Windows the rights of the folder say enough.
  return { path: adminFilePath(platform), owner: platform === 'win32' ? null : 0 };
}

const WRITABLE_BY_OTHERS = 0o022;

/**
 * What the administrator has set. Strict: a file that exists counts as a whole or not at all.
 * @throws KimiError ADMIN_SETTINGS_BROKEN for anything in it that is not understood, and when others than its owner can write it
 */
export async function readAdminFile({ path, owner }: AdminFile): Promise<SettingValues> {
  const broken = (reason: string, context = {}) => new KimiError('ADMIN_SETTINGS_BROKEN', { path, reason, ...context });
  let text: string;
  try {
    const file = await open(path, 'r');
    try {
      const { uid, mode } = await file.stat();
      if (owner !== null && (uid !== owner || (mode & WRITABLE_BY_OTHERS) !== 0))
        throw broken('others than the administrator can write it');
      text = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return new Map();
    throw error instanceof KimiError ? error : broken(errorCode(error) || String(error));
  }
  let table: TomlTable;
  try {
    table = parseToml(text);
  } catch (error) {
    throw broken(error instanceof TomlError ? `line ${error.line}: ${error.message.split('\n')[0]}` : String(error));
  }
  const values = flatten(table);
  for (const [key, value] of values) {
    const leaf = settingLeaf(key);
    if (leaf === undefined) throw broken('no such setting', { value: key });
    if (leaf.tight !== undefined && leaf.tight !== value) throw broken('an administrator can only tighten it', { value: key });
  }
  const checked = Settings.safeParse(table);
  if (checked.success) return values;
  const [issue] = checked.error.issues;
  throw broken(issue?.message ?? '', { value: issue?.path.map(String).join('.') ?? '' });
}
