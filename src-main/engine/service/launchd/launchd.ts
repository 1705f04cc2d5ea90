import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { makeFolder } from '../../folders/index.ts';
import { must, saidBy } from '../command.ts';
import type { RunCommand, ServiceAdapter, ServiceLook, ServiceSpec } from '../types.ts';
import { launchdLog, launchdPlist } from './plist.ts';

/** A little more than the time that the agent itself is given to end in. */
const GONE_WITHIN_MS = 15_000;
const ASK_AGAIN_MS = 100;

export interface LaunchdOptions {
  readonly run: RunCommand;
  readonly home: string;
  readonly uid: number;
}

/** The person's agents under macOS' launchd. */
export function launchd({ run, home, uid }: LaunchdOptions): ServiceAdapter {
  const domain = `gui/${uid}`;
  const target = ({ name }: ServiceSpec) => `${domain}/${name}`;
  const fileOf = ({ name }: ServiceSpec) => join(home, 'Library', 'LaunchAgents', `${name}.plist`);
  const print = (what: string) => run('launchctl', ['print', what]);

  /** bootout answers before the agent is gone, and a bootstrap before that fails. */
  async function leave(spec: ServiceSpec): Promise<void> {
    if ((await print(target(spec))).code !== 0) return;
    await run('launchctl', ['bootout', target(spec)]);
    const giveUpAt = performance.now() + GONE_WITHIN_MS;
    while ((await print(target(spec))).code === 0) {
      if (performance.now() > giveUpAt) throw new KimiError('TIMED_OUT', { what: `launchctl bootout ${target(spec)}`, ms: GONE_WITHIN_MS });
      await delay(ASK_AGAIN_MS);
    }
  }

  return {
    system: 'launchd',
    file: fileOf,
    describe: launchdPlist,
    async check() {
      // There is no such domain for who came over SSH and is not logged in at the screen.
      const answer = await print(domain);
      if (answer.code !== 0) throw new KimiError('SERVICE_MANAGER_MISSING', { system: 'launchd', reason: saidBy(answer) });
    },
    async load(spec, change) {
      await makeFolder(dirname(launchdLog(spec)));
      if (change !== 'unchanged') await leave(spec);
      await must(run, 'launchctl', ['enable', target(spec)]);
      const known = (await print(target(spec))).code === 0;
      await must(run, 'launchctl', known ? ['kickstart', target(spec)] : ['bootstrap', domain, fileOf(spec)]);
    },
    unload: leave,
    async reread() {
      // launchd reads a description when it is loaded, and at the next login.
    },
    async look(spec) {
      const { code, stdout } = await print(target(spec));
      const pid = code === 0 ? /^\s*pid = (\d+)$/m.exec(stdout)?.[1] : undefined;
      const failed = /^\s*last exit code = [1-9]/m.test(stdout);
      return {
        state: pid !== undefined ? 'running' : code === 0 && failed ? 'failed' : 'stopped',
        pid: pid === undefined ? null : Number(pid),
        since: null,
        linger: null,
      } satisfies ServiceLook;
    },
  };
}
