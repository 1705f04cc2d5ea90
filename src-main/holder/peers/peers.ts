import type { Socket } from 'node:net';
import type { ProcessEntry } from '../process/process-entry.ts';
import { startTimeOf } from '../process/process-list.ts';
import { listHolderRecords } from '../records.ts';
import type { ProcessName } from '../spool/files.ts';
import { ancestry } from './ancestry.ts';
import { KnownChildren } from './known-children.ts';
import { peerPid } from './peer-pid.ts';

/** What the system says of who is on the other end of a connection. */
export type PeerOrigin =
  /** It descends from a supervised child; null when it is not certain from which. */
  | { readonly kind: 'child'; readonly childId: string | null }
  /** It runs on this machine and descends from no child. */
  | { readonly kind: 'outside' }
  /** It has ended already, lives in a pid namespace that cannot be seen from here, or came through the network. */
  | { readonly kind: 'hidden' }
  /** The system cannot be asked (`peerPidProblem` says why). */
  | { readonly kind: 'untold' };

/** Whether the sockets behind the engine (holder, mirror) serve it: not what is inside a session, nor what may be. */
export function isServed({ kind }: PeerOrigin): boolean {
  return kind === 'outside' || kind === 'untold';
}

/** Tells the programs that run inside the children of one data folder from all others, by the connections they make. */
export class Peers {
  readonly #dataFolder: string;
  readonly #children: KnownChildren;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
    this.#children = new KnownChildren(dataFolder);
  }

  /** To be asked when the connection is made: whoever is asked about later may have ended. @throws NodeJS.ErrnoException */
  async originOf(socket: Socket): Promise<PeerOrigin> {
    const pid = peerPid(socket);
    return pid === null ? { kind: 'untold' } : this.originOfProcess(pid);
  }

  /** The same for a process number. @throws NodeJS.ErrnoException */
  async originOfProcess(pid: number): Promise<PeerOrigin> {
    // First the process, because it may end while the rest is read; the rest beside it, because a child and its holder are on the disk
    // before the child runs.
    const [chain, children, holders] = await Promise.all([
      pid === 0 ? [] : ancestry(pid),
      this.#children.list(),
      listHolderRecords(this.#dataFolder),
    ]);
    if (chain.length === 0) return { kind: 'hidden' };
    // The nearest wins: a child may have started what became another one.
    for (const entry of chain) {
      const childId = await childOf(entry, children);
      if (childId !== null) return { kind: 'child', childId };
    }
    // A program writes its own environment: a mark proves that it is inside, and not of which child.
    const inside = chain.some(
      (entry) => (entry.mark !== undefined && children.has(entry.mark)) || holders.some((holder) => isSame(holder, entry)),
    );
    return inside ? { kind: 'child', childId: null } : { kind: 'outside' };
  }
}

/** The child whose process, kernel session or group this is. */
async function childOf(entry: ProcessEntry, children: ReadonlyMap<string, ProcessName>): Promise<string | null> {
  for (const [childId, child] of children) {
    if (isSame(child, entry)) return childId;
    if (entry.pid === child.pid || (entry.session !== child.pid && entry.group !== child.pid)) continue;
    // The kernel keeps a leader's number for as long as its session or group has members: it is the child's, unless it was
    // given away between the two.
    const leader = await startTimeOf(child.pid);
    if (leader === null || leader === child.startTime) return childId;
  }
  return null;
}

function isSame(one: ProcessName, other: ProcessName): boolean {
  return one.pid === other.pid && (one.startTime === other.startTime || one.startTime === '' || other.startTime === '');
}
