/** What goes wrong at a seam. */
export const FAULTS = ['time-out', 'reset', '429', '503', 'EAGAIN', 'SQLITE_BUSY', 'ENOSPC', 'EIO', 'EMFILE'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * What came of it: `recovered`: what was asked for was done, without the person; `goes on`: done without that part; `told CODE`: refused with
 * a code that names it, and done when asked again after the fault.
 */
export type Outcome = 'recovered' | 'goes on' | `told ${string}`;

export type Cell =
  | { readonly expected: Outcome; readonly passes: boolean; readonly run: () => Promise<Outcome> }
  /** Why this cannot happen there. */
  | { readonly cannot: string };

/** A place where a process of ours reaches for something outside itself. */
export interface Seam {
  readonly name: string;
  /** Folders below src-main whose own files (not those of folders in them) reach out there. */
  readonly sources: readonly string[];
  readonly cells: Readonly<Record<Fault, Cell>>;
}

/** An error as the system or SQLite gives it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** A fault that passes, after which all must be well without anybody's help. */
export function recovers(run: () => Promise<unknown>): Cell {
  return {
    expected: 'recovered',
    passes: true,
    run: async () => {
      await run();
      return 'recovered';
    },
  };
}

export function cannot(why: string): Cell {
  return { cannot: why };
}

export const NO_HTTP = cannot('there is no HTTP on this way');
export const NO_DATABASE = cannot('there is no database on this way');
export const NO_CONNECTION = cannot('there is no connection on this way');
/** Of EAGAIN. */
export const FILE_WAITS = cannot('opening a file waits instead of saying so');
export const NO_FILE = cannot('nothing is written to a disk on this way');
