import type { SessionInfo } from '#shared/contract/index.ts';
import type { DemoStep } from '../../state/habits.ts';
import { isEnded } from '../sessions/session-facts.ts';

type Seen = Pick<SessionInfo, 'id' | 'agent' | 'state' | 'terminals'>;

/** Which steps of the demo a change of the sessions has taken. `fresh`: these are the first that this page hears of. */
export function stepsTaken(before: readonly Seen[], now: readonly Seen[], fresh: boolean): readonly DemoStep[] {
  const taken: DemoStep[] = [];
  const agents = now.filter((session) => session.agent === 'kimi');
  if (agents.length > 0) taken.push('start');
  const asked = new Set(before.filter(({ state }) => state === 'waiting').map(({ id }) => id));
  if (agents.some((session) => asked.has(session.id) && session.state !== 'waiting' && !isEnded(session))) taken.push('answer');
  // It was there before the page was: so it went on without it.
  if (fresh && agents.some((session) => !isEnded(session))) taken.push('reload');
  return taken;
}
