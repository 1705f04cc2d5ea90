import { createStore } from 'zustand/vanilla';
import type { SessionId } from '#shared/ids.ts';
import type { Progress } from '../terminal/progress.ts';

/** What a program said outside of its text. */
export interface Signals {
  /** It rang since the person was last there. */
  readonly bell: boolean;
  readonly progress: Progress | null;
}

const NONE: Signals = { bell: false, progress: null };

export interface SignalsState {
  readonly bySession: Readonly<Record<SessionId, Signals>>;
  of(session: SessionId | null): Signals;
  change(session: SessionId, change: Partial<Signals>): void;
  /** Forgets sessions that have no terminal here any more: nobody would hear when their progress ends. */
  keepOnly(sessions: readonly SessionId[]): void;
}

export type SignalsStore = ReturnType<typeof createSignalsStore>;

/** Bells and progress of the terminals that are open in this window. */
export function createSignalsStore() {
  return createStore<SignalsState>((set, get) => ({
    bySession: {},
    of: (session) => (session === null ? undefined : get().bySession[session]) ?? NONE,
    change: (session, change) => set({ bySession: { ...get().bySession, [session]: { ...get().of(session), ...change } } }),
    keepOnly: (sessions) => set({ bySession: Object.fromEntries(sessions.map((session) => [session, get().of(session)])) }),
  }));
}
