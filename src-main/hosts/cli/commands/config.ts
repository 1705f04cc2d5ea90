import { join } from 'node:path';
import { type SettingEntry, Settings } from '#shared/contract/index.ts';
import { modelKeyVariable } from '#shared/contract/model-keys.ts';
import { settingVariable, unknownSetting } from '#shared/contract/setting-names.ts';
import { parseSettingPath, printSettingPath } from '#shared/contract/setting-path.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { problemLines } from '#shared/settings-problem-lines.ts';
import { groupedProblems, type SettingsProblem } from '#shared/settings-problems.ts';
import { lineNotUtf8 } from '../../../holder/utf8.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { say } from '../io.ts';
import { oneLine, pairs } from '../output/table.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { bytesOfFile, bytesOfStdin } from './given-bytes.ts';

/** What settings are and where they come from. */
export interface Described {
  readonly entries: readonly SettingEntry[];
  readonly text: string;
  /** An engine of an earlier version says none. */
  readonly problems?: readonly SettingsProblem[];
}

/** What the commands about settings do besides calling their procedure. */
export const CONFIG_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'config list': { run: (_, context) => list(context) },
  'config set': { run: change },
  'config unset': { run: change },
};

/**
 * The settings of the engine that runs; where none does, what one that is started from here would have. Starts none.
 * @param redacted without the secrets that the engine finds in the text
 */
export async function describeSettings(context: CommandContext, { redacted = false } = {}): Promise<Described> {
  try {
    const { call } = await context.engine({ start: false });
    return (await call(['settings', 'describe'], { redacted })) as Described;
  } catch (error) {
    const none = error instanceof KimiError && error.code === 'ENGINE_UNREACHABLE';
    if (!none || context.door.inChild || context.installation.hostEntry === null) throw error;
    // Only here: it brings the engine's packages along, which a copied runtime does not have.
    const { describeLocally } = await import('./local-settings.ts');
    return describeLocally(context.dataFolder, context.io.env);
  }
}

async function list(context: CommandContext): Promise<Outcome> {
  const { entries, problems = [] } = await describeSettings(context);
  // Beside what holds in its place; no part of the answer.
  for (const { about, lines } of problemLines(groupedProblems(problems), context.texts)) {
    await say(context.io.stderr, `${[about, ...lines.map((line) => `  ${oneLine(line)}`)].join('\n')}\n`);
  }
  const value = Settings.parse(entries.reduce<object>((table, { key, value }) => put(table, parseSettingPath(key), value), {}));
  return { kind: 'result', value, text: entriesView(entries, context) };
}

function put(table: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  return { ...table, [key]: rest.length === 0 ? value : put(Reflect.get(table, key) ?? {}, rest, value) };
}

/** One setting by its dotted name, or a group of them. @throws KimiError INVALID_INPUT, as setting it does */
export async function configGet(name: string, context: CommandContext): Promise<Outcome> {
  const key = printSettingPath(readName(name));
  const { entries } = await describeSettings(context);
  const one = entries.find((entry) => entry.key === key);
  if (one !== undefined) return { kind: 'result', value: one, text: oneLine(String(one.value)) };
  const group = entries.filter((entry) => entry.key.startsWith(`${key}.`));
  // A table of free names may have none.
  if (group.length === 0 && !Object.hasOwn(Settings.shape, key)) throw unknownSetting(name, '<key>');
  return { kind: 'result', value: group, text: entriesView(group, context) };
}

function readName(name: string): readonly string[] {
  try {
    return parseSettingPath(name);
  } catch (error) {
    throw error instanceof KimiError ? new KimiError(error.code, { ...error.context, field: '<key>' }) : error;
  }
}

function entriesView(entries: readonly SettingEntry[], context: CommandContext): string {
  return pairs(entries.map((entry) => [entry.key, `${oneLine(String(entry.value))}${sourceView(entry, context)}`]));
}

/** Where a value comes from, behind it; nothing for a default. */
function sourceView({ source }: SettingEntry, { texts, style }: CommandContext): string {
  return source === 'default' ? '' : `  ${style.paint('dim', texts.t(`cli.config.from.${source}`))}`;
}

/** Changes the file and shows what holds then, also where something else than the file decides that. */
async function change({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  await call(spec.procedure, input);
  const { entries } = (await call(['settings', 'describe'], {})) as Described;
  const key = printSettingPath(parseSettingPath((input as { readonly key: string }).key));
  const entry = entries.find((one) => one.key === key);
  const { texts, io } = context;
  if (entry?.source === 'environment' || entry?.source === 'flag') {
    const holds = { key, value: oneLine(String(entry.value)), variable: settingVariable(key) };
    await say(io.stderr, `${texts.t(`cli.config.overridden.${entry.source}`, holds)}\n`);
  }
  if (spec.procedure.at(-1) === 'set') await sayHowKeyIsRead(key, context);
  // A name of the person's own, or of another version, has no default to go back to.
  if (entry === undefined)
    return { kind: 'result', value: { key, value: null, source: 'default' }, text: texts.t('cli.config.gone', { key }) };
  return { kind: 'result', value: entry, text: `${key} = ${oneLine(String(entry.value))}${sourceView(entry, context)}` };
}

/** A key that nothing reads helps nobody, and Kimi reads only what its own file names. */
async function sayHowKeyIsRead(key: string, { texts, io }: CommandContext): Promise<void> {
  const [table, provider] = parseSettingPath(key);
  if (table !== 'model_keys' || provider === undefined) return;
  await say(io.stderr, `${texts.t('cli.config.model-key', { variable: modelKeyVariable(provider) })}\n`);
}

/**
 * What the person set, as TOML that `config import` takes, without secrets.
 * @throws KimiError INVALID_INPUT for a file that cannot be used: an empty export would take the place of a good one | SETTINGS_NEWER
 */
export async function configExport(context: CommandContext): Promise<Outcome> {
  const { text, problems = [] } = await describeSettings(context, { redacted: true });
  const path = join(context.dataFolder, 'settings.toml');
  // Not every one can be seen in the text.
  const [unusable] = groupedProblems(problems).get('unusable') ?? [];
  if (unusable !== undefined) throw new KimiError('INVALID_INPUT', { field: path, reason: unusable });
  const { exportedSettings } = await import('./local-settings.ts');
  const { toml, table } = exportedSettings(text, path);
  return { kind: 'result', value: table, text: toml };
}

/** Sets everything that a TOML file (`-`: stdin) sets; all of it or nothing. */
export async function configImport(path: string, context: CommandContext): Promise<Outcome> {
  const file = path === '-' ? 'stdin' : path;
  const toml = await readInput(path, file, context);
  const { call } = await context.engine();
  const value = await calledBy(file, () => call(['settings', 'merge'], { toml }));
  return { kind: 'result', value, text: context.texts.t('cli.config.imported', { path: oneLine(path) }), exit: EXIT.done };
}

async function readInput(path: string, file: string, { io }: CommandContext): Promise<string> {
  const bytes = path === '-' ? await bytesOfStdin(io) : await bytesOfFile(path, '<file>', io);
  return settingsTextOf(bytes, { field: file });
}

/** What `ask` answers; where it refuses the text, the text is called as the person knows it. @param file what it came from */
export async function calledBy<T>(file: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof KimiError) || error.context.field !== 'toml') throw error;
    throw new KimiError(error.code, { ...error.context, field: file }, { cause: error, call: error.call });
  }
}

/**
 * Bytes as the settings text that they are. What is none would be kept as something else.
 * @param where they were given
 * @throws KimiError INVALID_INPUT
 */
export function settingsTextOf(bytes: Buffer, where: ErrorContext): string {
  const line = lineNotUtf8(bytes);
  if (line !== null) throw new KimiError('INVALID_INPUT', { ...where, reason: { code: 'setting.not-utf-8', values: { line } } });
  return bytes.toString('utf8');
}
