import { createStore } from 'zustand/vanilla';
import type { EngineEvent, SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';

export interface SessionsState {
  readonly byId: Readonly<Record<SessionId, SessionInfo>>;
  /** False until the engine's first snapshot: an empty list then means "not known", not "none". */
  readonly loaded: boolean;
  apply(event: EngineEvent): void;
  /** Takes over what a call answered, so that the list does not wait for the event. */
  put(session: SessionInfo): void;
}

export type SessionsStore = ReturnType<typeof createSessionsStore>;

/** The sessions as the engine last told them. */
export function createSessionsStore() {
  return createStore<SessionsState>((set, get) => ({
    byId: {},
    loaded: false,
    apply: (event) => {
      switch (event.type) {
        case 'snapshot':
          set({ byId: Object.fromEntries(event.sessions.map((session) => [session.id, session])), loaded: true });
          return;
        case 'session.changed':
          set({ byId: { ...get().byId, [event.session.id]: event.session } });
          return;
        case 'session.removed': {
          const { [event.id]: _removed, ...rest } = get().byId;
          set({ byId: rest });
          return;
        }
        // A reset is followed by a snapshot; until then what is known is the best there is.
        case 'reset':
        case 'heartbeat':
        case 'window.focus':
        case 'window.propose':
        case 'window.act':
        case 'settings.changed':
        case 'notice':
        case 'notification.shown':
        case 'notification.removed':
        case 'doNotDisturb.changed':
        case 'progress.changed':
          return;
      }
    },
    put: (session) => {
      const known = get().byId[session.id];
      if (known !== undefined && known.updatedAt > session.updatedAt) return;
      set({ byId: { ...get().byId, [session.id]: session } });
    },
  }));
}
