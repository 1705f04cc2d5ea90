import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { settingLeaf, unknownSetting } from '#shared/contract/setting-names.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { say } from '../io.ts';
import { oneLine, pairs } from '../output/table.ts';
import type { RawValue } from '../program/read-input.ts';
import { describeSettings } from './config.ts';

interface Saveable {
  readonly key: string;
  readonly value: string;
  readonly source: string;
}

/** What on this machine could be a setting, with its source; saves only what the person confirms, one by one or by name (`--yes`). */
export async function configDiscover(yes: RawValue, context: CommandContext): Promise<Outcome> {
  const { io, json, texts, installation } = context;
  if (installation.hostEntry === null)
    throw new KimiError('ENGINE_START_FAILED', { reason: 'this is only a part of Kimi Shell, without an engine' });
  // Only here: it brings the engine's packages along, which a copied runtime does not have.
  const { discoverSettings, tomlOf } = await import('./local-settings.ts');
  const findings = await discoverSettings({ env: io.env, home: io.env.HOME ?? io.env.USERPROFILE ?? homedir() });
  const { entries } = await describeSettings(context);
  const saveable = new Map<string, Saveable>();
  for (const { key, value, source } of findings) {
    // The first that was found, where there are several; what holds already needs no saving.
    const now = entries.find((entry) => entry.key === key);
    const holds = now?.source === 'admin' || (now?.source === 'file' && String(now.value) === value);
    if (key !== null && !saveable.has(key) && !holds) saveable.set(key, { key, value, source });
  }
  const rows = findings.map(
    ({ name, value, source, key }) =>
      [key ?? name, `${oneLine(value)}  ${source === name ? '' : `${oneLine(name)}, `}${oneLine(source)}`] as const,
  );
  const text = rows.length === 0 ? texts.t('cli.config.discover.none') : pairs(rows);
  const asks = yes === undefined && !json && io.stdin.isTTY === true && io.stdout.isTTY === true;
  if (asks) await say(io.stdout, `${text}\n`);
  const chosen = asks ? await ask([...saveable.values()], context) : named(yes, saveable);
  if (chosen.length > 0) {
    const { call } = await context.engine();
    await call(['settings', 'merge'], { toml: tomlOf(chosen) });
  }
  const saved = chosen.map(({ key }) => key);
  const end =
    saved.length === 0 ? texts.t('cli.config.discover.nothing-saved') : texts.t('cli.config.discover.saved', { keys: saved.join(', ') });
  return { kind: 'result', value: { findings, saved }, text: asks ? end : `${text}\n\n${end}` };
}

function named(yes: RawValue, saveable: ReadonlyMap<string, Saveable>): readonly Saveable[] {
  const keys = typeof yes === 'string' ? [yes] : Array.isArray(yes) ? (yes as readonly string[]) : [];
  return keys.map((key) => {
    const one = saveable.get(key);
    if (one === undefined && settingLeaf(key) === undefined) throw unknownSetting(key, '--yes');
    if (one === undefined) throw new KimiError('INVALID_INPUT', { field: '--yes', value: key, reason: 'nothing new was found for it' });
    return one;
  });
}

async function ask(all: readonly Saveable[], { io, texts }: CommandContext): Promise<readonly Saveable[]> {
  const lines = createInterface({ input: io.stdin, output: io.stdout });
  const chosen: Saveable[] = [];
  try {
    for (const one of all) {
      const answer = await lines.question(`${texts.t('cli.config.discover.ask', { key: one.key, value: oneLine(one.value) })} `);
      if (/^(y|yes|是)$/i.test(answer.trim())) chosen.push(one);
    }
  } finally {
    lines.close();
  }
  return chosen;
}
