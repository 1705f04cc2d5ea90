import { KimiError } from '#shared/errors/kimi-error.ts';
import { Child } from './child.ts';
import { Hands } from './paced-output.ts';
import { ProcessTable } from './process/process-list.ts';
import type { ChildFile } from './spool/files.ts';
import { spoolFolder } from './spool/files.ts';
import type { ChildInfo, ChildSpec, HolderEvent } from './types.ts';

export interface HolderOptions {
  readonly dataFolder: string;
  readonly identity: ChildFile['holder'];
  /** `running` may have become less. */
  readonly onFewer: () => void;
  readonly log: (message: string) => void;
}

/** The children of one holder. */
export class Holder {
  readonly #o: HolderOptions;
  readonly #children = new Map<string, Child>();
  readonly #processes = new ProcessTable();
  readonly #hands = new Hands();
  readonly #listeners = new Set<(event: HolderEvent) => void>();
  #starting = 0;
  #leaving = false;

  constructor(options: HolderOptions) {
    this.#o = options;
  }

  /** Children that run, are being started, or have an exit that is not recorded yet. */
  get running(): number {
    return this.#starting + [...this.#children.values()].filter(({ exit, spool }) => exit === undefined || !spool.finished).length;
  }

  /** Process numbers of the children whose end is not known yet. */
  get awaited(): ReadonlySet<number> {
    return new Set(this.list().flatMap(({ pid, exit }) => (exit === undefined ? [pid] : [])));
  }

  /** @throws KimiError as `Child.start` */
  async spawn(spec: ChildSpec): Promise<ChildInfo> {
    const { dataFolder, identity, log, onFewer } = this.#o;
    if (this.#leaving) throw new KimiError('HOLDER_UNREACHABLE', { reason: 'the holder is leaving' });
    const folder = spoolFolder(dataFolder, spec.childId);
    this.#starting += 1;
    try {
      const early: HolderEvent[] = [];
      let started = false;
      const onEvent = (event: HolderEvent): void => {
        if (started) this.#emit(event);
        else early.push(event);
      };
      const child = await Child.start({
        spec,
        folder,
        holder: identity,
        processes: this.#processes,
        hands: this.#hands,
        onEvent,
        onFinished: onFewer,
        log,
      });
      this.#children.set(spec.childId, child);
      started = true;
      const info = child.info();
      this.#emit({ kind: 'spawned', child: info });
      // A program can end before it has been announced.
      for (const event of early) this.#emit(event);
      return info;
    } finally {
      this.#starting -= 1;
      onFewer();
    }
  }

  list(): readonly ChildInfo[] {
    return [...this.#children.values()].map((child) => child.info());
  }

  /** @throws KimiError NOT_FOUND */
  child(childId: string): Child {
    const child = this.#children.get(childId);
    if (child === undefined) throw new KimiError('NOT_FOUND', { kind: 'child', ref: childId });
    return child;
  }

  /** Removes an ended child and its spool. @throws KimiError NOT_FOUND | CONFLICT when it runs */
  async forget(childId: string): Promise<void> {
    const child = this.child(childId);
    if (child.exit === undefined) throw new KimiError('CONFLICT', { childId, reason: 'the child still runs' });
    this.#children.delete(childId);
    await child.dispose(true);
  }

  onEvent(listener: (event: HolderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** From now on nothing is started. */
  leave(): void {
    this.#leaving = true;
  }

  /** Closes the spools; for when the holder leaves. */
  async close(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.dispose(false)));
  }

  #emit(event: HolderEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
