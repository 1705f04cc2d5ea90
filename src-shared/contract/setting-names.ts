import { z } from 'zod';
import { KimiError } from '../errors/kimi-error.ts';
import { isTypo, letterDistance } from '../nearest-word.ts';
import { Settings } from './settings.ts';

/** What is known of one setting's value. */
export interface SettingLeaf {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly default?: unknown;
  /** A text that is written in lines. */
  readonly manyLines?: boolean;
  /** Guards the person: this value is the safe one, an administrator may set no other, and no variable or option overrides it. */
  readonly tight?: unknown;
  readonly description?: string;
}

interface SchemaNode extends SettingLeaf {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** Of a table whose names are the person's to choose. */
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: { readonly pattern?: string };
}

const found = namesIn(z.toJSONSchema(Settings, { io: 'output' }) as SchemaNode, '');

/** Every setting with its dotted name, out of the schema, so that a new setting needs no second list. */
export const SETTING_LEAVES: ReadonlyMap<string, SettingLeaf> = found.leaves;

/** What is known of a setting by its dotted name, also of one in a table of free names (`keys.session-new`); undefined: there is none. */
export function settingLeaf(name: string): SettingLeaf | undefined {
  const dot = name.lastIndexOf('.');
  const table = found.tables.get(name.slice(0, dot));
  const inTable = table !== undefined && new RegExp(table.propertyNames?.pattern ?? '').test(name.slice(dot + 1));
  return SETTING_LEAVES.get(name) ?? (inTable && typeof table.additionalProperties === 'object' ? table.additionalProperties : undefined);
}

/** The variable that overrides a setting: `terminal.fontSize` is `KIMI_SHELL_TERMINAL_FONT_SIZE`. */
export function settingVariable(name: string): string {
  // A unit is one word: keepMiB is KEEP_MIB.
  const words = name.replaceAll('MiB', 'Mib').replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return `KIMI_SHELL_${words.replaceAll('.', '_').toUpperCase()}`;
}

function namesIn(node: SchemaNode, prefix: string) {
  const leaves = new Map<string, SettingLeaf>();
  const tables = new Map<string, SchemaNode>();
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const name = `${prefix}${key}`;
    if (typeof child.additionalProperties === 'object') tables.set(name, child);
    else if (child.properties === undefined) leaves.set(name, child);
    else {
      const below = namesIn(child, `${name}.`);
      for (const [inner, leaf] of below.leaves) leaves.set(inner, leaf);
      for (const [inner, table] of below.tables) tables.set(inner, table);
    }
  }
  return { leaves, tables };
}

/** The refusal of a setting that does not exist, with the name that was probably meant. `field` is where the name was given. */
export function unknownSetting(name: string, field = 'key'): KimiError {
  const nearest = nearestSetting(name);
  return new KimiError('INVALID_INPUT', { field, value: name, reason: 'no such setting', ...(nearest === null ? {} : { nearest }) });
}

/** The setting whose name, or its last part, is nearest to what was written; null when none is near. */
export function nearestSetting(name: string): string | null {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly far: number } | null = null;
  for (const known of SETTING_LEAVES.keys()) {
    const whole = known.toLowerCase();
    const last = whole.slice(whole.lastIndexOf('.') + 1);
    const far = Math.min(letterDistance(wanted, whole), letterDistance(wanted.slice(wanted.lastIndexOf('.') + 1), last));
    if (isTypo(far, wanted, whole) && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name: known, far };
  }
  return best?.name ?? null;
}
