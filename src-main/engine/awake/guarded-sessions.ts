import type { SessionInfo, SessionStateName } from '#shared/contract/index.ts';
import type { AwakeSource } from './awake.ts';

/**
 * Why a guarded session needs an engine, by what its agent does; null while there is nothing to look after. An agent that is idle or
 * has ended changes nothing until the person is back.
 */
const WHY: Readonly<Record<SessionStateName, string | null>> = {
  // A first message is sent by the engine, once the agent takes one.
  starting: 'awake.guarded-session.starting',
  trust: 'awake.guarded-session.waiting',
  working: 'awake.guarded-session.working',
  waiting: 'awake.guarded-session.waiting',
  idle: null,
  finished: null,
  failed: null,
  exited: null,
};

/** Sessions that the person marked guarded and whose agent works or waits. */
export function guardedSessions(list: () => Promise<readonly SessionInfo[]>): AwakeSource {
  return {
    kind: 'guarded-session',
    async reasons() {
      return (await list()).flatMap(({ id, name, guarded, lifecycle, state }) => {
        const message = WHY[state];
        if (!guarded || lifecycle !== 'active' || message === null) return [];
        return [{ ref: id, name, message, values: { name } }];
      });
    },
  };
}
