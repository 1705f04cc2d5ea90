import { createStore } from 'zustand/vanilla';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import type { HistoryProgress } from './history.ts';
import type { SendingProgress } from './send-files.ts';
import type { HoveredLink } from './xterm-screen.ts';

/** How a pane's terminal stands with its gateway. */
export type Link =
  | { readonly kind: 'idle' }
  | { readonly kind: 'attaching' }
  | { readonly kind: 'attached' }
  /** What is on the screen is old; another try follows by itself. */
  | { readonly kind: 'lost'; readonly error: KimiError | null; readonly attempt: number }
  /** The engine said no in a way that trying again does not change. */
  | { readonly kind: 'refused'; readonly error: KimiError };

export interface Cells {
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalState {
  readonly link: Link;
  /** Something was drawn: from then on the screen is never blank, whatever becomes of the link. */
  readonly drawn: boolean;
  readonly size: Cells;
  /** The size that would fill the pane. */
  readonly room: Cells | null;
  /** This viewer decides the size and answers queries. */
  readonly owner: boolean;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** Text that waits for the person's word, because its lines would run one by one. */
  readonly paste: string | null;
  /** CSS pixels that this pane's font is larger than the others'. */
  readonly zoom: number;
  readonly hoveredLink: HoveredLink | null;
  readonly history: HistoryProgress | null;
  /** A file on its way to the session. */
  readonly sending: SendingProgress | null;
  /** Counts the screens this terminal has had: what hangs on one (find marks) must be made anew for the next. */
  readonly screen: number;
  /** `drawn`: its field has the caret; before that its code is on the way, and what is typed is meant for it. */
  readonly find: { readonly open: boolean; readonly drawn: boolean };
}

export type TerminalStore = ReturnType<typeof createTerminalStore>;

/** What a pane shows around its terminal. */
export function createTerminalStore(size: Cells) {
  return createStore<TerminalState>(() => ({
    link: { kind: 'idle' },
    drawn: false,
    size,
    room: null,
    owner: false,
    exit: null,
    paste: null,
    zoom: 0,
    hoveredLink: null,
    history: null,
    sending: null,
    screen: 0,
    find: { open: false, drawn: false },
  }));
}

/** Whether the terminal is drawn in another size than its pane has room for. */
export function letterboxed(state: Pick<TerminalState, 'size' | 'room' | 'owner' | 'drawn'>): boolean {
  return state.drawn && !state.owner && state.room !== null && (state.room.cols !== state.size.cols || state.room.rows !== state.size.rows);
}
