import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import type { TomlScalar } from './toml-edit.ts';

/**
 * Reads what a person typed for a setting as the type that the setting has. Limits are the schema's to check.
 * @throws KimiError INVALID_INPUT with `field` and `reason`
 */
export function parseSettingValue(name: string, text: string): TomlScalar {
  const leaf = settingLeaf(name);
  if (leaf === undefined) throw unknownSetting(name);
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
      return value;
    }
    default:
      return text;
  }
}

function refuse(name: string, why: ErrorContext): KimiError {
  return new KimiError('INVALID_INPUT', { field: name, ...why });
}
