import type { SettingProblem, SettingsService } from '../settings/index.ts';
import type { Check, Finding } from './types.ts';

type Looked = Pick<SettingsService, 'get' | 'problems'>;

/** Whether all of the settings is understood. It needs no engine. */
export function settingsCheck(settings: Looked): Check {
  return { id: 'settings', run: () => look(settings) };
}

/** What keeps all of the person's file from being used: then nothing is written to it either. */
const UNUSABLE: ReadonlySet<string> = new Set(['setting.not-toml', 'setting.unreadable']);
/** What is wrong with no single value: what the file says holds all the same. */
const OF_THE_WHOLE_FILE: ReadonlySet<string> = new Set([
  'setting.bad-format',
  'setting.newer',
  'setting.not-migrated',
  'setting.not-rewritten',
]);

async function look(settings: Looked): Promise<Finding> {
  await settings.get();
  const problems = settings.problems();
  if (problems.length === 0) return { ok: 'ok', message: 'doctor.settings.ok' };
  const said = (wanted: (problem: SettingProblem) => boolean) => problems.filter(wanted).map((problem) => problem.said);
  const ofFile = (wanted: (code: string) => boolean) => said((problem) => problem.of === 'file' && wanted(problem.said.code));
  const values = {
    admin: said(({ of }) => of === 'admin'),
    variables: said(({ of }) => of === 'environment'),
    unusable: ofFile((code) => UNUSABLE.has(code)),
    whole: ofFile((code) => OF_THE_WHOLE_FILE.has(code)),
    ignored: ofFile((code) => !UNUSABLE.has(code) && !OF_THE_WHOLE_FILE.has(code)),
  };
  return { ok: 'warning', message: 'doctor.settings.problem', values };
}
