import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Settings } from '#shared/contract/index.ts';
import { createAgents } from '../../../engine/agents/index.ts';
import { createDoctor, type Doctor, machineChecks } from '../../../engine/doctor/index.ts';
import { createLaunchResolver } from '../../../engine/launch/index.ts';
import { adminFile, createSettings } from '../../../engine/settings/index.ts';
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
  const settings = await createSettings({ path: join(dataFolder, 'settings.toml'), logger: SILENT, env, admin: adminFile() }).then(
    ({ current }) => current,
    // A file that cannot be read is the data folder's finding, and no reason to look at nothing else.
    () => Settings.parse({}),
  );
  const launch = createLaunchResolver({ nodeBinary, env });
  const agents = createAgents({ settings: () => settings, launch, nodeBinary });
  // That check makes the folder; and the demo brings a Kimi of its own.
  const left = new Set(['data-folder', ...(existsSync(join(dataFolder, 'demo', 'kimi')) ? ['kimi'] : [])]);
  const checks = machineChecks({ dataFolder: existing, launch, agents }).filter(({ id }) => !left.has(id));
  return createDoctor(checks);
}
