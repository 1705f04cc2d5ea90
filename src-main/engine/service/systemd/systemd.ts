import { join } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { must, saidBy } from '../command.ts';
import type { RunCommand, ServiceAdapter, ServiceLook, ServiceSpec, ServiceState } from '../types.ts';
import { systemdUnit } from './unit.ts';

export interface SystemdOptions {
  readonly run: RunCommand;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly uid: number;
}

/** Services of the person's own systemd (`systemctl --user`). */
export function systemd({ run, env, home, uid }: SystemdOptions): ServiceAdapter {
  const configured = env.XDG_CONFIG_HOME;
  const folder = join(configured === undefined || configured === '' ? join(home, '.config') : configured, 'systemd', 'user');
  const unitOf = ({ name }: ServiceSpec) => `${name}.service`;
  const fileOf = (spec: ServiceSpec) => join(folder, unitOf(spec));
  const systemctl = (...words: string[]) => must(run, 'systemctl', ['--user', ...words]);

  async function properties(spec: ServiceSpec, ...names: string[]): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await systemctl('show', unitOf(spec), ...names.map((name) => `--property=${name}`));
    return new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  /** Where the manager was started with another XDG_CONFIG_HOME than ours, it does not look into our folder. */
  async function mustKnow(spec: ServiceSpec): Promise<void> {
    const found = (await properties(spec, 'FragmentPath')).get('FragmentPath');
    if (found === fileOf(spec)) return;
    throw new KimiError('SERVICE_REFUSED', {
      command: 'systemctl --user daemon-reload',
      reason: `it does not read ${fileOf(spec)}${found === undefined || found === '' ? '' : ` but ${found}`}`,
    });
  }

  async function reread(spec: ServiceSpec): Promise<void> {
    await systemctl('daemon-reload');
    // Otherwise a unit that failed is kept in mind, with its count of starts. It says no when there is none.
    await run('systemctl', ['--user', 'reset-failed', unitOf(spec)]);
  }

  return {
    system: 'systemd',
    file: fileOf,
    describe: systemdUnit,
    async check() {
      const answer = await run('systemctl', ['--user', 'show', '--property=Version']);
      if (answer.code !== 0) throw new KimiError('SERVICE_MANAGER_MISSING', { system: 'systemd', reason: saidBy(answer) });
    },
    async load(spec, change) {
      await reread(spec);
      await mustKnow(spec);
      await systemctl('enable', unitOf(spec));
      await systemctl(change === 'updated' ? 'restart' : 'start', unitOf(spec));
    },
    async unload(spec) {
      await systemctl('disable', '--now', unitOf(spec));
    },
    reread,
    async look(spec) {
      const found = await properties(spec, 'ActiveState', 'MainPID', 'ExecMainStartTimestamp');
      const state = stateOf(found.get('ActiveState'));
      const running = state === 'running';
      return {
        state,
        pid: running ? Number(found.get('MainPID')) : null,
        since: running ? timeOf(found.get('ExecMainStartTimestamp')) : null,
        linger: await lingers(run, uid),
      } satisfies ServiceLook;
    },
  };
}

function stateOf(word: string | undefined): ServiceState {
  switch (word) {
    case 'active':
    case 'reloading':
      return 'running';
    case 'activating':
      return 'starting';
    case 'failed':
      return 'failed';
    default:
      return 'stopped';
  }
}

/** `Sat 2026-11-21 17:13:57 UTC`, because the commands are run in that zone. Newer systemd alone could say it in numbers. */
function timeOf(text: string | undefined): number | null {
  const [, day, time] = /^\w{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text ?? '') ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time}Z`);
}

async function lingers(run: RunCommand, uid: number): Promise<boolean | null> {
  const { code, stdout } = await run('loginctl', ['show-user', String(uid), '--property=Linger', '--value']);
  const said = stdout.trim();
  return code === 0 && (said === 'yes' || said === 'no') ? said === 'yes' : null;
}
