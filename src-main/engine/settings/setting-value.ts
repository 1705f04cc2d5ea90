import { Settings } from '#shared/contract/index.ts';
import { nearestSetting, settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { parseSettingPath } from '#shared/contract/setting-path.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { checkOwnKey, nearestOwnKey } from './own-keys.ts';
import { nested } from './setting-values.ts';
import type { TomlScalar } from './toml-edit.ts';

/**
 * Reads what a person typed for a setting as the type that the setting has, within its limits.
 * @throws KimiError INVALID_INPUT with `field` and `reason`
 */
export function parseSettingValue(name: string, text: string): TomlScalar {
  const leaf = settingLeaf(name);
  if (leaf === undefined) throw unknownSetting(name, 'key', nearestOwnKey(name) ?? nearestSetting(name));
  checkOwnKey(name, text);
  if (leaf.enum !== undefined && !leaf.enum.includes(text))
    throw refuse(name, { reason: 'one of these is expected', allowed: leaf.enum.map(String) });
  switch (leaf.type) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw refuse(name, { reason: 'one of these is expected', allowed: ['true', 'false'] });
      return text === 'true';
    case 'integer':
    case 'number': {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) throw refuse(name, { reason: 'a number is expected' });
      return checkSetting(name, value);
    }
    default:
      return checkSetting(name, text);
  }
}

/** `value` when the schema takes it for this setting. @throws KimiError INVALID_INPUT with `field` and `reason` */
export function checkSetting<T>(name: string, value: T): T {
  const checked = Settings.safeParse(nested({}, parseSettingPath(name), value));
  if (!checked.success) throw refuse(name, issueReason(checked.error.issues[0] ?? { message: 'not allowed' }));
  return value;
}

function refuse(name: string, why: ErrorContext): KimiError {
  return new KimiError('INVALID_INPUT', { field: name, ...why });
}
