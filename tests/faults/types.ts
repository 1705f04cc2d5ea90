/** What a suite counts; `lost`, `doubled`, `corrupted` are bytes by the meaning of docs/terminals.md. */
export interface FaultCounts {
  readonly rounds: number;
  readonly lost: number;
  readonly doubled: number;
  readonly corrupted: number;
  /** What else must not happen and did, each told in the report: a call that failed, an event that did not come, an owner too many. */
  readonly failed?: number;
}

export interface FaultRun {
  /** Rounds wanted. */
  readonly rounds: number;
  /** Stop after this time even when rounds are left, ms. */
  readonly budgetMs: number;
  /** Uniform in [0, 1), from the seed that was printed. */
  readonly random: () => number;
  readonly report: (line: string) => void;
}

export type FaultSuite = (run: FaultRun) => Promise<FaultCounts>;
