import type { Evidence } from '#shared/contract/index.ts';
import { speak } from '#shared/messages/said.ts';
import { type Detail, detailOf, evidenceOf } from './spoken.ts';

/** How a child ended, as the holder recorded it. `at` is ms since the epoch. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly at: number;
}

/** What a closing terminal, a stop or the person's own kill ends a program with. */
const ASKED_TO_LEAVE: ReadonlySet<string> = new Set(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL', 'SIGQUIT']);
/** The same as exit codes: 128 plus the signal's number, for programs that leave by themselves on it. */
const LEFT_ON_SIGNAL: ReadonlySet<number> = new Set([129, 130, 131, 137, 143]);

/** `exited` when the agent left or was made to; `failed` when it broke down. `lastWords` is what it said last, if known. */
export function exitState(exit: ProcessExit, lastWords: string | null): { readonly name: 'exited' | 'failed' } & Detail {
  if (exit.signal !== null) {
    const name = ASKED_TO_LEAVE.has(exit.signal) ? 'exited' : 'failed';
    const words = name === 'failed' ? lastWords : null;
    return { name, ...detailOf(speak('process.ended-by-signal', { signal: exit.signal, words })) };
  }
  const { code } = exit;
  if (code === null) return { name: 'exited', ...detailOf(speak('process.exit-unknown')) };
  if (code === 0) return { name: 'exited', ...detailOf(speak('process.ended')) };
  if (LEFT_ON_SIGNAL.has(code)) return { name: 'exited', ...detailOf(speak('process.ended-with-code', { code })) };
  return { name: 'failed', ...detailOf(speak('process.ended-with-code', { code, words: lastWords })) };
}

/** The end as evidence. */
export function exitEvidence(exit: ProcessExit): Evidence {
  const { code, signal, at } = exit;
  if (signal !== null) return evidenceOf('process', speak('process.ended-by-signal', { signal }), at);
  return evidenceOf('process', code === null ? speak('process.exit-unknown') : speak('process.exit-code', { code }), at);
}
