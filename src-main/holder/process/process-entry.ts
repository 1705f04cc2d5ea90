import type { ProcessName } from '../spool/files.ts';

/** A process that runs at this moment. */
export interface ProcessEntry extends ProcessName {
  readonly parent: number;
  /** 0 where the system has no groups. */
  readonly group: number;
  /** 0 where the system does not tell. */
  readonly session: number;
  /** The child whose tree it belongs to by its environment. Linux tells; on Windows only `ancestry` looks, for it is slow there. */
  readonly mark?: string;
}
