import type { ExitRecord } from '../../holder/types.ts';
import type { ScreenText, TerminalSignal } from '../../mirror/types.ts';

/** What a child's spool says when no holder can be asked. */
export interface SpoolFacts {
  readonly firstAvailable: number;
  readonly end: number;
  readonly cols: number;
  readonly rows: number;
  readonly exit: ExitRecord | undefined;
  /** Set when the exit was written by somebody who only found the child gone. */
  readonly lost: boolean;
  readonly process: { readonly pid: number; readonly startTime: string; readonly startedAt: number } | undefined;
}

/** Spools on disk, by child. */
export interface Spools {
  /** Null when the child never had one, or it was removed. @throws KimiError SPOOL_DAMAGED */
  facts(childId: string): Promise<SpoolFacts | null>;
  remove(childId: string): Promise<void>;
  /** Moves a spool that no holder writes to into the folder `aside` of the data folder, where nothing reads it. @throws KimiError DATA_FOLDER_UNWRITABLE */
  setAside(childId: string): Promise<void>;
  /** Byte ranges that were recorded and cannot be read any more; empty when all is well. Reads the whole recording. */
  damage(childId: string): Promise<readonly { readonly from: number; readonly to: number }[]>;
  /** Children that have a spool. */
  list(): Promise<readonly string[]>;
}

/** The screens of children, whichever mirror process reads them at the moment. */
export interface Screens {
  /** Has a child's screen read from now on, also by every later mirror. */
  follow(childId: string): void;
  unfollow(childId: string): void;
  /** @throws KimiError MIRROR_UNAVAILABLE */
  screen(childId: string, atLeast?: number): Promise<ScreenText>;
  onSignal(childId: string, listener: (signal: TerminalSignal) => void): () => void;
  onSettled(childId: string, listener: (offset: number) => void): () => void;
}
