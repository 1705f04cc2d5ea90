import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { must, saidBy } from '../command.ts';
import type { RunCommand, ServiceAdapter, ServiceLook, ServiceSpec } from '../types.ts';
import { taskXml } from './task.ts';

/** TASK_STATE_RUNNING of Task Scheduler's own interface; what schtasks prints is in the language of the machine. */
const RUNNING = '4';

export interface TaskSchedulerOptions {
  readonly run: RunCommand;
  readonly env: NodeJS.ProcessEnv;
}

/** Tasks of the person in Windows' Task Scheduler. The description in the data folder is what the task was made from. */
export function taskScheduler({ run, env }: TaskSchedulerOptions): ServiceAdapter {
  const user = `${env.USERDOMAIN ?? '.'}\\${env.USERNAME ?? ''}`;
  const fileOf = ({ dataFolder }: ServiceSpec) => join(dataFolder, 'service.xml');
  const schtasks = (...words: string[]) => must(run, 'schtasks', words);
  const known = async ({ name }: ServiceSpec) => (await run('schtasks', ['/Query', '/TN', name])).code === 0;

  return {
    system: 'task-scheduler',
    file: fileOf,
    describe: (spec) => taskXml(spec, user),
    async check() {
      const answer = await run('schtasks', ['/Query', '/?']);
      if (answer.code !== 0) throw new KimiError('SERVICE_MANAGER_MISSING', { system: 'task-scheduler', reason: saidBy(answer) });
    },
    async load(spec, change) {
      if (change === 'updated' && (await known(spec))) await schtasks('/End', '/TN', spec.name);
      await schtasks('/Create', '/TN', spec.name, '/XML', fileOf(spec), '/F');
      await schtasks('/Run', '/TN', spec.name);
    },
    async unload(spec) {
      if (!(await known(spec))) return;
      await schtasks('/End', '/TN', spec.name);
      await schtasks('/Delete', '/TN', spec.name, '/F');
    },
    async reread() {
      // The scheduler keeps its own copy, which load and unload change.
    },
    async look({ name }) {
      const state = `[int](Get-ScheduledTask -TaskName '${name}' -ErrorAction Stop).State`;
      const { code, stdout } = await run('powershell', ['-NoProfile', '-NonInteractive', '-Command', state]);
      const running = code === 0 && stdout.trim() === RUNNING;
      return { state: running ? 'running' : 'stopped', pid: null, since: null, linger: null } satisfies ServiceLook;
    },
  };
}
