import path from 'node:path';
import type { AgentInfo } from '#shared/contract/index.ts';
import { type LaunchResolver, loginShell, readVariable } from '../../launch/index.ts';
import { ProcessWatch } from '../process-watch.ts';
import type { AgentAdapter, AgentWatch, LaunchPlan, LaunchRequest, WatchContext } from '../types.ts';
import { foregroundOf } from './foreground.ts';

/** Drops a half-typed line or the program in front, then end of input. */
const END_KEYS = ['\u0003', '\u0004'];

/** The person's login shell as the simplest agent. Arguments after `--` are the shell's own (`-c 'make test'`). */
export class ShellAdapter implements AgentAdapter {
  readonly id = 'shell';
  readonly #launch: LaunchResolver;

  constructor(launch: LaunchResolver) {
    this.#launch = launch;
  }

  async locate(): Promise<AgentInfo> {
    const shell = await this.#shell();
    return { id: this.id, found: true, path: shell, looked: [shell] };
  }

  async launch(request: LaunchRequest): Promise<LaunchPlan> {
    const file = await this.#shell();
    return { file, args: [...loginFlags(file, request.args), ...request.args], env: {} };
  }

  watch(context: WatchContext): AgentWatch {
    return new ProcessWatch(context, { foreground: foregroundOf, endKeys: END_KEYS });
  }

  async #shell(): Promise<string> {
    const env = await this.#launch.loginEnvironment();
    if (process.platform !== 'win32') return loginShell(env, process.platform);
    return readVariable(env, 'COMSPEC', 'win32') ?? 'cmd.exe';
  }
}

/** csh and its kin take `-l` only when it is alone; cmd.exe and PowerShell have no login. */
function loginFlags(shell: string, args: readonly string[]): string[] {
  const name = path.basename(shell).toLowerCase();
  if (name.endsWith('.exe')) return [];
  return /csh$/.test(name) && args.length > 0 ? [] : ['-l'];
}
