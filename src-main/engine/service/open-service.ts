import { existsSync } from 'node:fs';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { systemCommands } from './command.ts';
import { launchd } from './launchd/launchd.ts';
import { serviceName } from './name.ts';
import { Service } from './service.ts';
import { systemd } from './systemd/systemd.ts';
import { taskScheduler } from './task-scheduler/task-scheduler.ts';
import type { RunCommand, ServiceAdapter, ServiceSystem } from './types.ts';

export interface ServiceOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly dataFolder: string;
  /** The caller's: where the service manager is reached, where its files are. Nothing of it goes into the service. */
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Default: the real commands of this system. */
  readonly run?: RunCommand;
}

/** The engine of a data folder as a service of this system. Touches nothing yet. @throws KimiError SERVICE_MANAGER_MISSING */
export function openService({ program, args, dataFolder, env, home, platform, run }: ServiceOptions): Service {
  const uid = process.getuid?.() ?? 0;
  const reachable = withRuntimeFolder(env, uid);
  const adapter = adapterFor(systemOf(platform), { run: run ?? systemCommands(reachable), env: reachable, home, uid });
  return new Service(adapter, { name: serviceName(dataFolder, home), program, args, dataFolder });
}

function systemOf(platform: NodeJS.Platform): ServiceSystem {
  switch (platform) {
    case 'linux':
      return 'systemd';
    case 'darwin':
      return 'launchd';
    case 'win32':
      return 'task-scheduler';
    default:
      throw new KimiError('SERVICE_MANAGER_MISSING', { system: platform });
  }
}

interface Machine {
  readonly run: RunCommand;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly uid: number;
}

function adapterFor(system: ServiceSystem, machine: Machine): ServiceAdapter {
  switch (system) {
    case 'systemd':
      return systemd(machine);
    case 'launchd':
      return launchd(machine);
    case 'task-scheduler':
      return taskScheduler(machine);
  }
}

/** `su` and cron leave the variable out by which systemctl finds the person's manager; the folder has the same name on every machine. */
function withRuntimeFolder(env: NodeJS.ProcessEnv, uid: number): NodeJS.ProcessEnv {
  const usual = `/run/user/${uid}`;
  const given = env.XDG_RUNTIME_DIR;
  return (given === undefined || given === '') && existsSync(usual) ? { ...env, XDG_RUNTIME_DIR: usual } : env;
}
