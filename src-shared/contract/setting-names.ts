import { z } from 'zod';
import { KimiError } from '../errors/kimi-error.ts';
import { isTypo, letterDistance } from '../nearest-word.ts';
import { parseSettingPath } from './setting-path.ts';
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
  const known = SETTING_LEAVES.get(name);
  if (known !== undefined) return known;
  const path = segmentsOf(name);
  const table = found.tables.get(path.slice(0, -1).join('.'));
  const inTable = table !== undefined && new RegExp(table.propertyNames?.pattern ?? '').test(path.at(-1) ?? '');
  return inTable && typeof table.additionalProperties === 'object' ? table.additionalProperties : undefined;
}

function segmentsOf(name: string): readonly string[] {
  try {
    return parseSettingPath(name);
  } catch {
    // No name at all is no setting's, which is the answer.
    return [];
  }
}

/** What the variable of each setting begins with. */
export const SETTING_VARIABLE = 'KIMI_SHELL_';

/** The variable that overrides a setting: `terminal.fontSize` is `KIMI_SHELL_TERMINAL_FONT_SIZE`. */
export function settingVariable(name: string): string {
  // A unit is one word: keepMiB is KEEP_MIB.
  const words = name.replaceAll('MiB', 'Mib').replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return `${SETTING_VARIABLE}${words.replaceAll('.', '_').toUpperCase()}`;
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

/**
 * The refusal of a setting that does not exist: what a name must be in a table of free names, else the name that was probably meant. `field`
 * is where the name was given.
 */
export function unknownSetting(name: string, field = 'key', nearest = nearestSetting(name)): KimiError {
  const expected = expectedName(segmentsOf(name));
  if (expected !== null) return new KimiError('INVALID_INPUT', { field, value: name, reason: expected });
  return new KimiError('INVALID_INPUT', { field, value: name, reason: 'no such setting', ...(nearest === null ? {} : { nearest }) });
}

/** What the schema says of a name in a table of free names that cannot be one; null where it says nothing of its own. */
function expectedName([table = '', name, ...rest]: readonly string[]): string | null {
  if (!found.tables.has(table) || name === undefined || rest.length > 0) return null;
  const issues = Settings.safeParse({ [table]: { [name]: '' } }).error?.issues ?? [];
  const words = issues.flatMap((issue) => (issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : []));
  return words.find((message) => !message.startsWith('Invalid ')) ?? null;
}

/** The setting whose name, or its last part, is nearest to what was written; null when none is near. */
export function nearestSetting(name: string): string | null {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly far: number } | null = null;
  for (const known of SETTING_LEAVES.keys()) {
    const whole = known.toLowerCase();
    const far = Math.min(slips(wanted, whole), slips(lastPart(wanted), lastPart(whole)));
    if (far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name: known, far };
  }
  return best?.name ?? null;
}

/** Letters of difference; infinitely many where they are no slip of the fingers. What is compared is also what they are measured by. */
function slips(from: string, to: string): number {
  const far = letterDistance(from, to);
  return isTypo(far, from, to) ? far : Number.POSITIVE_INFINITY;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
