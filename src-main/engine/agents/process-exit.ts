import type { Evidence } from '#shared/contract/index.ts';

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
export function exitState(exit: ProcessExit, lastWords: string | null): { readonly name: 'exited' | 'failed'; readonly detail: string } {
  const because = lastWords === null || lastWords === '' ? '' : `: ${lastWords}`;
  if (exit.signal !== null) {
    const name = ASKED_TO_LEAVE.has(exit.signal) ? 'exited' : 'failed';
    return { name, detail: `ended by ${exit.signal}${name === 'failed' ? because : ''}` };
  }
  if (exit.code === null) return { name: 'exited', detail: 'ended; how is not known' };
  if (exit.code === 0) return { name: 'exited', detail: 'ended by itself' };
  if (LEFT_ON_SIGNAL.has(exit.code)) return { name: 'exited', detail: `ended with code ${exit.code}` };
  return { name: 'failed', detail: `ended with code ${exit.code}${because}` };
}

/** The end as evidence. */
export function exitEvidence(exit: ProcessExit): Evidence {
  return { source: 'process', says: exit.signal !== null ? `ended by ${exit.signal}` : `exit code ${exit.code ?? 'unknown'}`, at: exit.at };
}
