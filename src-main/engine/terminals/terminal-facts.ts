import type { TerminalInfo } from '#shared/contract/index.ts';
import type { ChildInfo } from '../../holder/types.ts';
import type { Holders } from '../holders/index.ts';
import type { TerminalRecord } from '../sessions/types.ts';
import type { SpoolFacts, Spools } from './types.ts';

/** Describes terminals: from the holder while the child lives, from the spool after. */
export class TerminalFacts {
  readonly #holders: Holders;
  readonly #spools: Spools;
  /** An ended child's spool does not change, except that retention may have removed all of it, which `forget` says. */
  readonly #ended = new Map<string, SpoolFacts | null>();

  constructor(holders: Holders, spools: Spools) {
    this.#holders = holders;
    this.#spools = spools;
  }

  /** Descriptions in the order of `records`. Asks holders once, whatever the number of terminals. */
  async of(records: readonly TerminalRecord[]): Promise<readonly TerminalInfo[]> {
    const live = records.some((record) => record.exit === undefined && record.lostHolder === undefined)
      ? await this.#holders.refresh()
      : new Map<string, ChildInfo>();
    return Promise.all(records.map(async (record) => toTerminalInfo(record, live.get(record.id) ?? (await this.#spool(record)))));
  }

  forget(childId: string): void {
    this.#ended.delete(childId);
  }

  async #spool(record: TerminalRecord): Promise<SpoolFacts | null> {
    const known = this.#ended.get(record.id);
    if (known !== undefined) return known;
    const facts = await this.#spools.facts(record.id);
    if (record.exit !== undefined) this.#ended.set(record.id, facts);
    return facts;
  }
}

function toTerminalInfo(record: TerminalRecord, found: ChildInfo | SpoolFacts | null): TerminalInfo {
  const { exit, lostHolder, process } = record;
  const alive = exit === undefined && lostHolder !== 'gone';
  return {
    id: record.id,
    firstAvailable: found?.firstAvailable ?? 0,
    end: found?.end ?? 0,
    cols: found?.cols ?? record.cols,
    rows: found?.rows ?? record.rows,
    ...(exit === undefined ? {} : { exit }),
    ...(lostHolder === undefined ? {} : { lostHolder }),
    ...(alive && process !== undefined ? { pid: process.pid } : {}),
  };
}
