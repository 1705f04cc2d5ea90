import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endEverything } from '../support/headless-app.ts';
import { asOwner } from '../support/owner-client.ts';
import { endHost, type Host, startHostIn } from './host-in-folder.ts';
import type { FaultRun, FaultSuite } from './types.ts';

const KINDS = ['call', 'serve', 'service'] as const;
/** Apart by less than a host takes to get to the lock, in either order. */
const APART_MS = 120;

/**
 * Two hosts start on one folder at nearly the same moment. By their own words exactly one owns it in the end, the other one says
 * whose client it is, stands by, or (started by a command) has made way; and the engine that answers is the one that says so.
 */
export const lockRace: FaultSuite = async (run) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-race-'));
  await mkdir(join(dataFolder, 'home'));
  const deadline = performance.now() + run.budgetMs;
  let rounds = 0;
  let failed = 0;
  try {
    // The first start copies the runtime, which every later round finds there.
    const first = startHostIn(dataFolder, []);
    await first.became;
    await endHost(first);
    for (; rounds < run.rounds && performance.now() < deadline; rounds++) {
      const problem = await race(dataFolder, run);
      if (problem !== null) {
        failed += 1;
        run.report(`round ${rounds + 1}: ${problem}`);
      }
      if ((rounds + 1) % 50 === 0) run.report(`${rounds + 1} rounds, ${failed} without exactly one owner`);
    }
    return { rounds, lost: 0, doubled: 0, corrupted: 0, failed };
  } finally {
    await endEverything(dataFolder);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
};

/** What was wrong with one round; null when exactly one host owned the folder. */
async function race(dataFolder: string, { random }: FaultRun): Promise<string | null> {
  const drawn = () => KINDS[Math.floor(random() * KINDS.length)] ?? 'serve';
  const kinds = [drawn(), drawn()];
  const hosts: Host[] = [];
  for (const kind of kinds) {
    hosts.push(startHostIn(dataFolder, ['--for', kind]));
    // The distance between the two is the experiment itself: nothing is waited for.
    await pause(random() * APART_MS);
  }
  try {
    const claims = await Promise.all(hosts.map((host) => host.became));
    const told = kinds.map((kind, i) => `${kind} ${hosts[i]?.pid}: ${JSON.stringify(claims[i])}`).join(', ');
    const owners = hosts.filter((_, i) => claims[i]?.kind === 'owner');
    // One that a command started may have owned it before the other one took over: then it ends by itself.
    const left = owners.length === 2 ? await afterHandOver(owners, kinds) : owners;
    const [owner] = left;
    if (left.length !== 1 || owner === undefined) return `${left.length} owners: ${told}`;
    const answering = await asOwner(dataFolder, (client) => client.system.status({}));
    if (answering.engine.pid !== owner.pid) return `process ${answering.engine.pid} answers: ${told}`;
    const misled = claims.find((claim) => claim.kind !== 'owner' && claim.of !== null && !hosts.some(({ pid }) => pid === claim.of));
    return misled === undefined ? null : `one was led to a stranger: ${told}`;
  } finally {
    // Who stands by goes first, or it would take over.
    for (const host of [...hosts].sort((a, b) => Number(ownsNow(a)) - Number(ownsNow(b)))) await endHost(host);
  }

  function ownsNow(host: Host): boolean {
    return host.child.exitCode === null && kinds[hosts.indexOf(host)] !== 'service';
  }
}

async function afterHandOver(owners: readonly Host[], kinds: readonly string[]): Promise<readonly Host[]> {
  const called = owners.filter((_, i) => kinds[i] === 'call');
  const [gone] = called;
  if (called.length !== 1 || gone === undefined) return owners;
  return (await gone.exited) === 0 ? owners.filter((host) => host !== gone) : owners;
}
