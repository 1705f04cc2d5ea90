import type { SessionState } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { speak } from '#shared/messages/said.ts';
import { encodePaste, sanitizePaste } from '#shared/terminal/sanitize-paste.ts';
import type { ScreenText } from '../../mirror/types.ts';
import { Echo } from './echo.ts';
import { Listeners } from './listeners.ts';
import { exitEvidence, exitState, type ProcessExit } from './process-exit.ts';
import { sameState } from './same-state.ts';
import { evidenceOf } from './spoken.ts';
import type { AgentWatch, WatchContext } from './types.ts';

/** A shell draws its prompt anew within a few ms; one that draws nothing is not waited for longer. */
const KEY_EFFECT_MS = 300;

/** What differs between the plain programs that are watched this way. */
export interface ProcessWatchOptions {
  /** Name of the program in the foreground other than the agent itself, null when there is none or it cannot be known. */
  readonly foreground: (pid: number) => Promise<string | null>;
  /** Keys that ask the program to end, each written when the one before has had its effect. */
  readonly endKeys: readonly string[];
}

/**
 * Watches a program that tells nothing about itself: it starts, it has drawn something and is there for input, perhaps
 * another program runs in its foreground, it ends.
 */
export class ProcessWatch implements AgentWatch {
  readonly #context: WatchContext;
  readonly #options: ProcessWatchOptions;
  readonly #states = new Listeners<SessionState>();
  readonly #settled = new Listeners<void>();
  readonly #stop: () => void;
  #state: SessionState;
  #exit: ProcessExit | null = null;
  #closed = false;

  constructor(context: WatchContext, options: ProcessWatchOptions) {
    this.#context = context;
    this.#options = options;
    this.#state = context.knownBefore?.state ?? { name: 'starting', since: context.startedAt, evidence: [this.#alive()] };
    this.#stop = context.onSettled(() => this.#lookSoon());
    // A program that has been running for long draws nothing by itself: what is on its screen already counts.
    this.#lookSoon();
  }

  get state(): SessionState {
    return this.#state;
  }

  onState(listener: (state: SessionState) => void): () => void {
    return this.#states.add(listener);
  }

  async send(text: string, timeoutMs: number): Promise<{ readonly confirmedBy: 'screen' }> {
    const clean = sanitizePaste(text).trimEnd();
    if (clean.trim() === '') throw new KimiError('INVALID_INPUT', { field: 'text', reason: 'nothing but spaces and control characters' });
    if (this.#exit !== null) throw new KimiError('SESSION_ENDED', {});
    const deadline = performance.now() + timeoutMs;
    const before = await this.#context.screen();
    const echo = new Echo(clean);
    const stop = this.#context.output(before.offset, (bytes) => {
      echo.take(bytes);
      if (echo.seen) this.#settled.emit();
    });
    try {
      await this.#context.input(Buffer.from(`${encodePaste(clean, before.bracketedPaste)}\r`));
      await this.#echoed(echo, before.offset, deadline);
      return { confirmedBy: 'screen' };
    } finally {
      stop();
    }
  }

  async #echoed(echo: Echo, from: number, deadline: number): Promise<void> {
    for (;;) {
      if (echo.seen) return;
      // Line editors that draw a line piece by piece are only read on the screen.
      const screen = await this.#context.screen();
      if (screen.offset > from && echo.isIn(screen.lines.join(''))) return;
      if (this.#exit !== null || this.#closed) throw new KimiError('SESSION_ENDED', {});
      const left = deadline - performance.now();
      if (left <= 0)
        throw new KimiError('PROMPT_NOT_CONFIRMED', { reason: 'the terminal did not show the text (a password prompt hides it)' });
      await this.#settled.next(Math.min(left, 250));
    }
  }

  async askToEnd(): Promise<void> {
    for (const keys of this.#options.endKeys) {
      if (this.#exit !== null || this.#closed) return;
      await this.#context.input(Buffer.from(keys));
      // An interrupt drops what stands in the terminal's input queue, the next keys too if they came at once.
      await this.#settled.next(KEY_EFFECT_MS);
    }
  }

  ended(exit: ProcessExit): SessionState {
    this.#exit = exit;
    this.#set({ ...exitState(exit, null), since: exit.at, evidence: [exitEvidence(exit)] });
    this.#settled.emit();
    return this.#state;
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#settled.emit();
    this.#states.clear();
  }

  #lookSoon(): void {
    this.#look().catch((error: unknown) => {
      if (this.#closed || this.#exit !== null) return;
      const unreadable = speak('screen.unreadable', { reason: error instanceof Error ? error.message : String(error) });
      this.#set({ ...this.#state, evidence: [this.#alive(), evidenceOf('screen', unreadable, this.#context.now())] });
    });
  }

  async #look(): Promise<void> {
    const screen = await this.#context.screen();
    const foreground = await this.#options.foreground(this.#context.pid);
    if (this.#closed || this.#exit !== null) return;
    this.#settled.emit();
    if (this.#state.name === 'starting' && isBlank(screen)) return;
    const now = this.#context.now();
    if (foreground === null) this.#become('idle', undefined, [this.#alive(), evidenceOf('screen', speak('screen.still'), now)]);
    else {
      const runs = evidenceOf('process', speak('process.foreground', { program: foreground }), now);
      this.#become('working', foreground, [runs, this.#alive()]);
    }
  }

  #become(name: 'idle' | 'working', detail: string | undefined, evidence: SessionState['evidence']): void {
    const since = this.#state.name === name ? this.#state.since : this.#context.now();
    this.#set({ name, since, ...(detail === undefined ? {} : { detail }), evidence });
  }

  #set(state: SessionState): void {
    const before = this.#state;
    this.#state = state;
    if (!this.#closed && !sameState(before, state)) this.#states.emit(state);
  }

  #alive(): SessionState['evidence'][number] {
    return evidenceOf('process', speak('process.runs', { pid: this.#context.pid }), this.#context.startedAt);
  }
}

function isBlank(screen: ScreenText): boolean {
  return screen.lines.every((line) => line.trim() === '');
}
