import type { SessionState, SessionStateName } from '#shared/contract/index.ts';
import { speak } from '#shared/messages/said.ts';
import { detailOf, evidenceOf } from '../agents/index.ts';
import type { LostChild } from '../holders/index.ts';
import type { SessionRecord } from './types.ts';

/** States that end something the person may have waited for. */
const ENDS: ReadonlySet<SessionStateName> = new Set(['finished', 'failed', 'exited']);

/**
 * Whether a session's end is still to be looked at. An end that is reached starts unseen, new work makes the old end
 * uninteresting, everything else leaves it as it was: also more of the same work, which the person may have marked.
 */
export function unseenAfter(before: Pick<SessionRecord, 'state' | 'unseen'>, next: Pick<SessionState, 'name' | 'since'>): boolean {
  if (next.name === 'working') return before.state.name === 'working' && before.unseen;
  if (!ENDS.has(next.name)) return before.unseen;
  // A later end of the same name is another one: the work before it was done while nobody watched.
  return before.state.name !== next.name || next.since > before.state.since ? true : before.unseen;
}

/** The state of a session that is about to be launched. */
export function startingState(at: number): SessionState {
  return { name: 'starting', since: at, evidence: [evidenceOf('process', speak('process.launching'), at)] };
}

/** The state of a session whose engine died before anything was launched for it. */
export function interruptedState(at: number): SessionState {
  return { name: 'failed', since: at, evidence: [evidenceOf('process', speak('process.interrupted'), at)] };
}

/** The last state of a session whose end the person asked for: however its program took that, it is no accident. */
export function stoppedState(ended: SessionState, askedAt: number): SessionState {
  const stopped = speak('process.stopped');
  const evidence = [evidenceOf('process', stopped, askedAt), ...ended.evidence];
  return { name: 'exited', since: ended.since, ...detailOf(stopped), evidence };
}

/** The state of a session whose holder died over it. */
export function lostState(fate: LostChild['fate'], at: number, pid?: number): SessionState {
  const evidence = evidenceOf('process', speak(`holder.${fate}`), at);
  const state: SessionState = { name: 'exited', since: at, evidence: [evidence] };
  // One that lives on is named: it may still change files, and the person may want to look at it or end it.
  return fate === 'survived' ? { ...state, ...detailOf(speak('holder.orphan', { pid })) } : state;
}
