import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Settings } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { speak } from '#shared/messages/said.ts';
import { createAgents } from '../../../engine/agents/index.ts';
import { type Check, createDoctor, type Doctor, machineChecks, settingsCheck } from '../../../engine/doctor/index.ts';
import { createLaunchResolver } from '../../../engine/launch/index.ts';
import { keychainProblem, systemKeychain } from '../../../engine/secrets/index.ts';
import { adminFile, createSettings, placeAboveFile } from '../../../engine/settings/index.ts';
import type { Logger } from '../../../engine/types.ts';

/** There is no log without an engine; what matters is a finding of its own. */
const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface MachineDoctorOptions {
  readonly dataFolder: string;
  /** The data folder, or what exists of the way to it. */
  readonly existing: string;
  readonly nodeBinary: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The engine's own checks of the machine, without an engine. Looking changes nothing: the data folder is not made. */
export async function machineDoctor({ dataFolder, existing, nodeBinary, env }: MachineDoctorOptions): Promise<Doctor> {
  const { settings, kimiPathFrom, found } = await settingsOf(dataFolder, env);
  const launch = createLaunchResolver({ nodeBinary, env });
  const agents = createAgents({ settings: () => settings, launch, nodeBinary });
  // That check makes the folder; and the demo brings a Kimi of its own.
  const left = new Set(['data-folder', ...(existsSync(join(dataFolder, 'demo', 'kimi')) ? ['kimi'] : [])]);
  const keychain = () => keychainProblem(systemKeychain({ logger: SILENT }));
  const checks = machineChecks({ dataFolder: existing, launch, agents, keychain, kimiPathFrom: () => kimiPathFrom }).filter(
    ({ id }) => !left.has(id),
  );
  return createDoctor([...found, ...checks]);
}

/** The settings that an engine would start with, and what is to be said of them. */
async function settingsOf(
  dataFolder: string,
  env: MachineDoctorOptions['env'],
): Promise<{ readonly settings: Settings; readonly kimiPathFrom?: string | undefined; readonly found: readonly Check[] }> {
  try {
    const admin = adminFile();
    const settings = await createSettings({ path: join(dataFolder, 'settings.toml'), logger: SILENT, env, admin });
    return { settings: settings.current, kimiPathFrom: placeAboveFile('kimi.path', settings, admin), found: [settingsCheck(settings)] };
  } catch (thrown) {
    const settings = Settings.parse({});
    const { code, context } = KimiError.from(thrown);
    if (code === 'FILE_UNREADABLE') return { settings, found: [{ id: 'settings', run: () => Promise.reject(thrown) }] };
    // What is wrong with the folder is a finding of its own, and no reason to look at nothing else.
    if (code !== 'ADMIN_SETTINGS_BROKEN') return { settings, found: [] };
    const problems = [speak('setting.admin', context).said];
    return {
      settings,
      found: [{ id: 'settings', run: async () => ({ ok: 'failed', message: 'doctor.settings.admin', values: { problems } }) }],
    };
  }
}
