import type { NotificationAction, NotificationKind, SessionInfo } from '#shared/contract/index.ts';
import type { SessionId, WindowId } from '#shared/ids.ts';

/** What an action did: the session as it is now, and the window it is in front of. */
export interface ActionResult {
  readonly session: SessionInfo;
  readonly window: WindowId | null;
}

/** Something that can be done with a notification without looking at its session first. */
export interface OfferedAction {
  readonly id: NotificationAction;
  offeredFor(kind: NotificationKind): boolean;
  /** @throws KimiError as what it does throws */
  run(session: SessionId): Promise<ActionResult>;
}

export interface ActionParts {
  readonly sessions: {
    switchTo(ref: string): Promise<ActionResult>;
    restart(ref: string, size: undefined): Promise<SessionInfo>;
  };
}

/** Every action, in the order in which they are offered. Answering a request and opening a log will join here. */
export function notificationActions({ sessions }: ActionParts): readonly OfferedAction[] {
  return [
    { id: 'open', offeredFor: () => true, run: (session) => sessions.switchTo(session) },
    {
      id: 'restart',
      offeredFor: (kind) => kind === 'died',
      run: async (session) => ({ session: await sessions.restart(session, undefined), window: null }),
    },
  ];
}
