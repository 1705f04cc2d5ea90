/** Screen and last lines of a terminal as escape sequences that rebuild it, and the byte it stands at. */
export interface Snapshot {
  /** Bytes of output already in the snapshot: live bytes go on from here. */
  readonly offset: number;
  readonly cols: number;
  readonly rows: number;
  /** UTF-8. Rebuilds screen, modes, cursor and `scrollback` lines above when written into a reset terminal of this size. */
  readonly data: Uint8Array;
}

/** The visible rows as text, for reading what a program shows. */
export interface ScreenText {
  readonly offset: number;
  readonly cols: number;
  readonly rows: number;
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly col: number };
  readonly title: string;
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
}

/** What a program said out of band, with the offset just past the sequence. */
export type TerminalSignal =
  | { readonly kind: 'title'; readonly childId: string; readonly offset: number; readonly text: string }
  /** OSC 9 text: a notification. */
  | { readonly kind: 'notify'; readonly childId: string; readonly offset: number; readonly text: string }
  /** OSC 9;4: progress state 0 none, 1 value, 2 error, 3 working, 4 paused. */
  | { readonly kind: 'progress'; readonly childId: string; readonly offset: number; readonly state: number; readonly value: number }
  | { readonly kind: 'bell'; readonly childId: string; readonly offset: number };

/** A connection to the mirror. Every method rejects with KimiError MIRROR_UNAVAILABLE when it is gone. */
export interface MirrorClient {
  /** Starts following a child's output (idempotent). */
  follow(childId: string): Promise<void>;
  unfollow(childId: string): Promise<void>;
  /** Waits until the mirror stands at `atLeast` or later (default: wherever it stands, once it has read what was there when it first looked), then takes a snapshot. */
  snapshot(childId: string, options: { readonly atLeast?: number; readonly scrollback: number }): Promise<Snapshot>;
  screen(childId: string, options: { readonly atLeast?: number }): Promise<ScreenText>;
  /** Where the mirror stands for each followed child. */
  positions(): Promise<Readonly<Record<string, { readonly at: number; readonly end: number }>>>;
  onSignal(listener: (signal: TerminalSignal) => void): () => void;
  /** The screen of a followed child changed and has been quiet for a moment (debounced; not during a flood). */
  onSettled(listener: (childId: string, offset: number) => void): () => void;
  readonly closed: Promise<Error | null>;
  close(): void;
}
