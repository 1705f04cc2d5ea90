import type { HolderAddress, HolderTools, LostChild } from '../../../../src-main/engine/holders/index.ts';
import type { ChildInfo, ChildSpec, HolderClient, HolderEvent } from '../../../../src-main/holder/types.ts';
import { KimiError } from '../../../../src-shared/errors/kimi-error.ts';

/** A holder whose connection can be broken and whose answers can be held back, which a real one cannot be made to do at will. */
export class FakeHolder {
  readonly address: HolderAddress;
  readonly children = new Map<string, ChildInfo>();
  readonly specs: ChildSpec[] = [];
  alive = true;
  reachable = true;
  connections = 0;
  /** When set, `list` answers only after it resolves. */
  listGate: Promise<void> | null = null;
  #listeners = new Set<(event: HolderEvent) => void>();
  #close: ((reason: Error | null) => void) | null = null;

  constructor(id: string, build: string) {
    this.address = { id, pid: 1000 + Number(id.slice(-1)), build, socket: `/run/${id}.sock` };
  }

  add(childId: string, over: Partial<ChildInfo> = {}): ChildInfo {
    const child: ChildInfo = {
      childId,
      kind: 'pty',
      pid: 7,
      startTime: '1',
      cols: 80,
      rows: 24,
      firstAvailable: 0,
      end: 0,
      startedAt: 1,
      ...over,
    };
    this.children.set(childId, child);
    return child;
  }

  exit(childId: string): void {
    const exit = { code: 0, signal: null, at: 5 };
    this.add(childId, { exit, end: 10 });
    this.say({ kind: 'exited', childId, exit, end: 10 });
  }

  say(event: HolderEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Breaks the connection; `dead`: the process is gone too. */
  breakConnection(options: { readonly dead: boolean }): void {
    this.alive = !options.dead;
    this.#close?.(new Error('broken'));
  }

  connect(): HolderClient {
    if (!this.alive || !this.reachable) throw new KimiError('HOLDER_UNREACHABLE', { holder: this.address.id });
    this.connections += 1;
    const { promise: closed, resolve } = Promise.withResolvers<Error | null>();
    this.#listeners = new Set();
    this.#close = resolve;
    const client: Pick<HolderClient, 'holder' | 'spawn' | 'list' | 'stop' | 'forget' | 'onEvent' | 'closed' | 'close'> = {
      holder: { ...this.address, startedAt: 1, protocol: 1 },
      spawn: async (spec: ChildSpec) => {
        this.specs.push(spec);
        const child = this.add(spec.childId);
        this.say({ kind: 'spawned', child });
        return child;
      },
      list: async () => {
        const children = [...this.children.values()];
        await this.listGate;
        return children;
      },
      stop: async (childId) => {
        this.exit(childId);
        return { how: 'hangup', survivors: [] };
      },
      forget: async (childId) => {
        if (!this.children.delete(childId)) throw new KimiError('NOT_FOUND', { kind: 'child', ref: childId });
      },
      onEvent: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      closed,
      close: () => resolve(null),
    };
    return client as HolderClient;
  }
}

/** Tools over fake holders. `launched` is what a start gives. */
export function fakeTools(
  holders: FakeHolder[],
  options: { readonly launched?: () => FakeHolder; readonly lost?: () => readonly LostChild[] } = {},
): HolderTools {
  const byAddress = (address: HolderAddress) => holders.find((holder) => holder.address.id === address.id)!;
  return {
    find: async () => holders.filter((holder) => holder.alive).map((holder) => holder.address),
    connect: async (address) => byAddress(address).connect(),
    launch: async () => {
      const holder = options.launched?.() ?? new FakeHolder('hld-9', 'new');
      holders.push(holder);
      return holder.connect();
    },
    isAlive: async (address) => byAddress(address).alive,
    findLost: async () => options.lost?.() ?? [],
    endLost: async () => [],
  };
}

export const spec = (childId: string): ChildSpec => ({
  childId,
  kind: 'pty',
  file: '/bin/sh',
  args: [],
  cwd: '/',
  env: {},
  cols: 80,
  rows: 24,
  keepBytes: 1,
});
