import { createStore } from 'zustand/vanilla';
import type { SystemStatus } from '#shared/contract/index.ts';
import type { Phase } from '../rpc/reconnect.ts';

export interface ConnectionState {
  readonly phase: Phase;
  /** When the engine last told anything, ms since the epoch; the age of what is shown. Null before the first word. */
  readonly heardAt: number | null;
  readonly status: SystemStatus | null;
  setPhase(phase: Phase): void;
  heard(at: number): void;
  setStatus(status: SystemStatus): void;
}

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/** How the window stands with its engine. */
export function createConnectionStore(phase: Phase) {
  return createStore<ConnectionState>((set) => ({
    phase,
    heardAt: null,
    status: null,
    setPhase: (next) => set({ phase: next }),
    heard: (at) => set({ heardAt: at }),
    setStatus: (status) => set({ status }),
  }));
}
