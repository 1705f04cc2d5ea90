import { createStore } from 'zustand/vanilla';
import type { SessionId } from '#shared/ids.ts';

/** The dialog on show; there is at most one. */
export type Dialog =
  /** `proposed`: a link or a command asked for it, with what it filled in. */
  | { readonly kind: 'new-session'; readonly proposed?: { readonly cwd?: string | undefined; readonly name?: string | undefined } }
  | { readonly kind: 'about' }
  | { readonly kind: 'rename'; readonly session: SessionId }
  | { readonly kind: 'stop' | 'restart' | 'delete' | 'tags' | 'new-group'; readonly sessions: readonly SessionId[] }
  | { readonly kind: 'rename-group'; readonly group: string }
  | { readonly kind: 'palette'; readonly only: 'all' | 'sessions' };

export interface DialogsState {
  readonly dialog: Dialog | null;
  open(dialog: Dialog): void;
  close(): void;
}

export type DialogsStore = ReturnType<typeof createDialogsStore>;

/** Which dialog is open. */
export function createDialogsStore() {
  return createStore<DialogsState>((set) => ({
    dialog: null,
    open: (dialog) => set({ dialog }),
    close: () => set({ dialog: null }),
  }));
}
