import type { SessionState } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { ExitRecord } from '../../holder/types.ts';
import type { AgentWatch } from '../agents/types.ts';
import type { LostChild } from '../holders/index.ts';
import { STOP_COVERS_MS, type TerminalRecord } from './types.ts';

/** How a run was over: an exit that somebody saw, or a holder that died over it. */
export type RunEnd = { readonly kind: 'exit'; readonly exit: ExitRecord } | { readonly kind: 'lost'; readonly fate: LostChild['fate'] };

/** One agent that runs in a terminal and is watched. */
export class Run {
  readonly session: SessionId;
  readonly terminal: TerminalRecord;
  readonly watch: AgentWatch;
  /** Resolves when the end is written down, or kept to be (unwritten.ts). */
  readonly over: Promise<RunEnd>;
  /** Its first message is marked as being sent, perhaps, and has not been: the mark was refused, or nobody knows whether it was written. */
  owesFirstPrompt = false;
  #ended = false;
  /** When the end was asked for, by a clock that nobody sets. */
  #endAskedAt: number | null = null;
  readonly #finish: (end: RunEnd) => void;
  readonly #unsubscribe: () => void;

  constructor(session: SessionId, terminal: TerminalRecord, watch: AgentWatch, onState: (state: SessionState) => void) {
    this.session = session;
    this.terminal = terminal;
    this.watch = watch;
    const { promise, resolve } = Promise.withResolvers<RunEnd>();
    this.over = promise;
    this.#finish = resolve;
    this.#unsubscribe = watch.onState((state) => {
      if (!this.#ended) onState(state);
    });
  }

  /** Takes note that the person asks for the end. */
  askEnd(): void {
    this.#endAskedAt = performance.now();
  }

  /** Whether an end that is seen now is the one that the person asked for. */
  get endIsAsked(): boolean {
    return this.#endAskedAt !== null && performance.now() - this.#endAskedAt <= STOP_COVERS_MS;
  }

  /** Takes note of the end once; false when it was known already. */
  end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#unsubscribe();
    return true;
  }

  /** Closes the watch and tells everybody who waits for the end. */
  finish(end: RunEnd): void {
    this.watch.close();
    this.#finish(end);
  }

  /** Stops watching; the agent runs on. */
  leave(): void {
    if (this.end()) this.watch.close();
  }
}
