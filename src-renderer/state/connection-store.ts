import { createStore } from 'zustand/vanilla';
import type { SystemStatus } from '#shared/contract/index.ts';
import type { Phase } from '../rpc/reconnect.ts';

export interface ConnectionState {
  readonly phase: Phase;
  readonly status: SystemStatus | null;
  setPhase(phase: Phase): void;
  setStatus(status: SystemStatus): void;
}

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/** How the window stands with its engine. */
export function createConnectionStore(phase: Phase) {
  return createStore<ConnectionState>((set) => ({
    phase,
    status: null,
    setPhase: (next) => set({ phase: next }),
    setStatus: (status) => set({ status }),
  }));
}
