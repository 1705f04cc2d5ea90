import type { Said, TextValue, TextValues } from './messages/fill.ts';

/** What of the settings could not be used, and whose it is: who is to correct it, and what holds meanwhile, is not the same for each. */
export interface SettingsProblem {
  readonly of: 'admin' | 'environment' | 'file';
  readonly said: Said;
}

/** What there is to do about a problem, by the places that the text `doctor.settings.problem` has for each. */
export type SettingsProblemGroup = 'admin' | 'variables' | 'unusable' | 'whole' | 'ignored';

/** What keeps all of the person's file from being used: then nothing is written to it either. */
const UNUSABLE: ReadonlySet<string> = new Set(['setting.not-toml', 'setting.not-utf-8', 'setting.unreadable']);
/** What is wrong with no single value: what the file says holds all the same. */
const OF_THE_WHOLE_FILE: ReadonlySet<string> = new Set([
  'setting.bad-format',
  'setting.newer',
  'setting.not-migrated',
  'setting.not-rewritten',
]);

const GROUPS = ['admin', 'unusable', 'variables', 'whole', 'ignored'] as const satisfies readonly SettingsProblemGroup[];

/** Problems by what there is to do about them, worst first; only groups that have one. */
export function groupedProblems(problems: readonly SettingsProblem[]): ReadonlyMap<SettingsProblemGroup, readonly Said[]> {
  const groups = new Map<SettingsProblemGroup, Said[]>();
  for (const group of GROUPS) {
    const said = problems.filter((problem) => groupOf(problem) === group).map((problem) => problem.said);
    if (said.length > 0) groups.set(group, said);
  }
  return groups;
}

/** The same groups out of the values of the doctor's finding about settings. */
export function problemGroups(values: TextValues): readonly (readonly [SettingsProblemGroup, readonly Said[]])[] {
  return GROUPS.flatMap((group) => {
    const said = [values[group]].flat().filter(isSaid);
    return said.length === 0 ? [] : [[group, said] as const];
  });
}

function isSaid(value: TextValue): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function groupOf({ of, said }: SettingsProblem): SettingsProblemGroup {
  if (of === 'admin') return 'admin';
  if (of === 'environment') return 'variables';
  if (UNUSABLE.has(said.code)) return 'unusable';
  return OF_THE_WHOLE_FILE.has(said.code) ? 'whole' : 'ignored';
}
