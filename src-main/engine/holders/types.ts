import type { ChildInfo, ChildSpec, ExitRecord, HolderClient } from '../../holder/types.ts';

/** Where a live holder can be found; written by the holder itself. */
export interface HolderAddress {
  readonly id: string;
  readonly pid: number;
  readonly build: string;
  readonly socket: string;
}

/** What became of a child whose holder died before it could record the child's exit. */
export interface LostChild {
  readonly childId: string;
  /** `survived`: something of it still runs, without a terminal; `gone`: it ended with its holder. */
  readonly fate: 'survived' | 'gone';
  /** The process that still runs, or of one that is gone its own. */
  readonly pid: number | null;
}

/** What this domain needs from the holder's own folder. Replaced in tests of rules that no real holder can be made to break. */
export interface HolderTools {
  /** Holders whose process lives. */
  find(): Promise<readonly HolderAddress[]>;
  /** @throws KimiError HOLDER_UNREACHABLE | HOLDER_REFUSED | HOLDER_PROTOCOL */
  connect(address: HolderAddress): Promise<HolderClient>;
  /** Starts a holder of our build and connects to it. @throws KimiError HOLDER_UNREACHABLE, or what the holder itself says */
  launch(): Promise<HolderClient>;
  isAlive(address: HolderAddress): Promise<boolean>;
  /** Children without an exit whose holder is dead; writes down the end of those that are gone. */
  findLost(): Promise<readonly LostChild[]>;
  /** Ends what is left of a lost child's processes. @returns those that could not be ended */
  endLost(childId: string): Promise<readonly number[]>;
}

export type HoldersEvent =
  | { readonly kind: 'exited'; readonly childId: string; readonly exit: ExitRecord; readonly end: number }
  | { readonly kind: 'resized'; readonly childId: string; readonly cols: number; readonly rows: number }
  | { readonly kind: 'disk'; readonly childId: string; readonly state: 'full' | 'ok' }
  /** The holder died over a running child. */
  | { readonly kind: 'lost'; readonly lost: LostChild }
  /** A holder is gone, after every loss was told. What it was starting at that moment is not among the losses. */
  | { readonly kind: 'died'; readonly holder: string }
  /** The connection to a holder that lives was made again: events may have been missed, `list` has been read anew. */
  | { readonly kind: 'reconnected'; readonly holder: string };

export interface HolderStatus {
  readonly id: string;
  readonly pid: number;
  readonly build: string;
  /** Children that run, without helpers of our own. */
  readonly children: number;
  readonly connected: boolean;
}

/** Every holder of this data folder, as one. */
export interface Holders {
  /** Runs a child in a holder of our build, starting one when none lives. @throws KimiError */
  spawn(spec: ChildSpec): Promise<ChildInfo>;
  /** What is known of a child that a live holder has, without asking; offsets may be old. */
  child(childId: string): ChildInfo | undefined;
  /** Asks every holder for its children now. Those of a holder that does not answer are left out. */
  refresh(): Promise<ReadonlyMap<string, ChildInfo>>;
  /** The connection that reaches a child. @throws KimiError HOLDER_UNREACHABLE | NOT_FOUND */
  clientOf(childId: string): HolderClient;
  /** Has the holder of an ended child forget it and remove its recording; nothing to do when no holder knows it. @throws KimiError */
  forget(childId: string): Promise<void>;
  /** Socket of the holder that has a child; null when none does. */
  socketOf(childId: string): string | null;
  status(): readonly HolderStatus[];
  onEvent(listener: (event: HoldersEvent) => void): () => void;
  /** Children that were lost before this engine started. */
  readonly lostAtStart: readonly LostChild[];
  /** Children that are lost now. */
  findLost(): Promise<readonly LostChild[]>;
  endLost(childId: string): Promise<readonly number[]>;
  /** Drops the connections; children run on. */
  close(): Promise<void>;
}
