import { groupedProblems } from '#shared/settings-problems.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Check, Finding } from './types.ts';

type Looked = Pick<SettingsService, 'get' | 'problems'>;

/** Whether all of the settings is understood. It needs no engine. */
export function settingsCheck(settings: Looked): Check {
  return { id: 'settings', run: () => look(settings) };
}

async function look(settings: Looked): Promise<Finding> {
  await settings.get();
  const groups = groupedProblems(settings.problems());
  if (groups.size === 0) return { ok: 'ok', message: 'doctor.settings.ok' };
  return { ok: 'warning', message: 'doctor.settings.problem', values: Object.fromEntries(groups) };
}
