import { z } from 'zod';
import { Settings } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

interface Leaf {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Leaf>>;
}

/** Every setting with its dotted name, out of the schema, so that a new setting needs no second list. */
function leaves(node: Leaf, prefix = ''): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const name = `${prefix}${key}`;
    if (child.properties === undefined) found.set(name, child);
    else for (const [below, leaf] of leaves(child, `${name}.`)) found.set(below, leaf);
  }
  return found;
}

const LEAVES = leaves(z.toJSONSchema(Settings, { io: 'output' }) as Leaf);

/** Dotted names of all settings. */
export const SETTING_NAMES: readonly string[] = [...LEAVES.keys()];

/**
 * Reads what a person typed for a setting as the type that the setting has. Limits are the schema's to check.
 * @throws KimiError INVALID_INPUT with `field` and `reason`
 */
export function parseSettingValue(name: string, text: string): string | number | boolean {
  const leaf = LEAVES.get(name);
  if (leaf === undefined) {
    throw new KimiError('INVALID_INPUT', { field: 'key', reason: `no setting is called ${name}; there are ${SETTING_NAMES.join(', ')}` });
  }
  if (leaf.enum !== undefined && !leaf.enum.includes(text)) throw refuse(name, `one of ${leaf.enum.join(', ')} is expected`);
  switch (leaf.type) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw refuse(name, 'true or false is expected');
      return text === 'true';
    case 'integer':
    case 'number': {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) throw refuse(name, 'a number is expected');
      return value;
    }
    default:
      return text;
  }
}

function refuse(name: string, reason: string): KimiError {
  return new KimiError('INVALID_INPUT', { field: name, reason });
}
