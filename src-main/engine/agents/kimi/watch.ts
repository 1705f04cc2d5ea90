import { homedir } from 'node:os';
import path from 'node:path';
import type { SessionState } from '#shared/contract/index.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import type { TerminalSignal } from '../../../mirror/types.ts';
import { Listeners } from '../listeners.ts';
import type { ProcessExit } from '../process-exit.ts';
import { sameState } from '../same-state.ts';
import type { AgentWatch, WatchContext } from '../types.ts';
import { stateFrom } from './belief.ts';
import { askToLeave, type LeavePort } from './leave.ts';
import { type ConfirmedBy, sendMessage } from './message.ts';
import { OscTracker } from './osc-tracker.ts';
import { readScreen, type ScreenPart } from './screen-reader.ts';
import { SessionFinder } from './wire/session-finder.ts';
import { Transcript } from './wire/transcript.ts';

/** While Kimi works, files are read this often even without a file watch, and old signals are judged again. */
const WORKING_TICK_MS = 500;

/** Kimi's data folder for a child with this environment. */
export function kimiHome(env: Readonly<Record<string, string>>): string {
  return env.KIMI_CODE_HOME ?? path.join(env.HOME ?? env.USERPROFILE ?? homedir(), '.kimi-code');
}

/** One Kimi in one terminal. Brings process, transcript, escape sequences and screen together into one state. */
export class KimiWatch implements AgentWatch {
  readonly #context: WatchContext;
  readonly #states = new Listeners<SessionState>();
  readonly #messages = new Listeners<string>();
  readonly #news = new Listeners<void>();
  readonly #osc: OscTracker;
  readonly #finder: SessionFinder;
  readonly #stops: readonly (() => void)[];
  #agentSession: string | null;
  #transcript: Transcript | null = null;
  #tieProblem: Spoken | null = null;
  #screen: { readonly part: ScreenPart; readonly at: number } | null = null;
  #screenProblem: Spoken | null = null;
  #offset = 0;
  /** End of the last signal: a mirror that is started again tells everything anew. */
  #heardTo = 0;
  /** Everything that was there when the watch began has been read. */
  #caughtUp: boolean;
  #exit: ProcessExit | null = null;
  #state: SessionState;
  #tick: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #sending: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(context: WatchContext) {
    this.#context = context;
    this.#agentSession = context.agentSession ?? null;
    this.#finder = new SessionFinder({
      home: kimiHome(context.env),
      cwd: context.cwd,
      startedAt: context.startedAt,
      claim: (id) => context.claim(id),
    });
    this.#osc = new OscTracker({ now: () => context.now(), onChange: () => this.#judge() });
    this.#caughtUp = context.knownBefore === undefined;
    this.#state = context.knownBefore?.state ?? this.#next(null);
    this.#stops = [context.onSignal((signal) => this.#signal(signal)), context.onSettled((offset) => this.#lookSoon(offset))];
    this.#lookSoon(context.knownBefore?.end);
  }

  get state(): SessionState {
    return this.#state;
  }

  onState(listener: (state: SessionState) => void): () => void {
    return this.#states.add(listener);
  }

  async send(text: string, timeoutMs: number): Promise<{ readonly confirmedBy: ConfirmedBy }> {
    const turn = this.#sending.then(async () => {
      // What an earlier watch knew must not refuse a message, or let it pass.
      if (!this.#caughtUp) await this.#look();
      return sendMessage(this.#port(), text, timeoutMs);
    });
    // One message at a time: two in the input box at once would become one. The next starts however this one ends.
    this.#sending = Promise.allSettled([turn]);
    return { confirmedBy: await turn };
  }

  async askToEnd(): Promise<void> {
    await askToLeave(this.#port());
  }

  ended(exit: ProcessExit): SessionState {
    this.#exit = exit;
    this.#judge();
    // What a program says last often comes together with its end; it explains a failure.
    if (this.#state.name === 'failed') this.#lookSoon();
    return this.#state;
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#osc.close();
    this.#transcript?.close();
    this.#setTick(false);
    this.#news.emit();
    this.#states.clear();
  }

  #signal(signal: TerminalSignal): void {
    if (signal.offset <= this.#heardTo) return;
    this.#heardTo = signal.offset;
    const past = signal.offset <= (this.#context.knownBefore?.end ?? 0);
    this.#osc.take(signal, past);
    if (past) return;
    if (this.#transcript === null || signal.kind === 'title') this.#lookSoon(signal.offset);
    else this.#background(this.#transcript.poke());
  }

  /** Looks at the screen and what follows from it; calls while one runs become one more. */
  #lookSoon(atLeast?: number): void {
    this.#background(this.#look(atLeast));
  }

  #look(atLeast?: number): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilDone(atLeast);
    return this.#looking;
  }

  async #lookUntilDone(atLeast?: number): Promise<void> {
    let from = atLeast;
    while (this.#lookAgain && !this.#closed) {
      this.#lookAgain = false;
      const sessionId = await this.#readScreen(from);
      from = undefined;
      if (this.#exit === null) await this.#tie(sessionId);
      await this.#transcript?.poke();
      // A transcript outranks what the terminal said, so it is enough while the screen cannot be read.
      this.#caughtUp ||= this.#screen !== null || this.#transcript?.view != null;
      this.#judge();
    }
    this.#looking = null;
  }

  async #readScreen(atLeast?: number): Promise<string | null> {
    try {
      const screen = await this.#context.screen(atLeast);
      const { part, sessionId } = readScreen(screen);
      this.#offset = screen.offset;
      this.#screen = { part, at: this.#context.now() };
      this.#screenProblem = null;
      return sessionId;
    } catch (error) {
      // What an old screen showed may be gone: sending by it could answer a menu.
      this.#screen = null;
      this.#screenProblem = speak('screen.unreadable', { reason: reasonOf(error) });
      return null;
    }
  }

  /** Ties the terminal to its Kimi session once that is known, and to another one when the person changed it (`/new`, `/sessions`). */
  async #tie(screenId: string | null): Promise<void> {
    try {
      if (this.#transcript === null && this.#agentSession !== null) {
        const folder = await this.#finder.folderOf(this.#agentSession);
        if (folder !== null) this.#follow(this.#agentSession, folder);
      }
      const changed = screenId !== null && screenId !== this.#agentSession;
      if (this.#agentSession !== null && !changed) return;
      const found = await this.#finder.look({ screenId, title: this.#osc.belief.title });
      if (found !== null && !this.#closed) this.#follow(found.id, found.folder);
      this.#tieProblem = null;
    } catch (error) {
      this.#tieProblem = speak('transcript.not-found', { reason: reasonOf(error) });
    }
  }

  #follow(id: string, folder: string): void {
    this.#transcript?.close();
    this.#agentSession = id;
    this.#transcript = new Transcript({
      folder,
      since: this.#context.startedAt,
      onChange: () => this.#judge(),
      onMessage: (text) => this.#messages.emit(text),
    });
  }

  #judge(): void {
    if (this.#closed) return;
    const before = this.#state;
    if (this.#caughtUp || this.#exit !== null) this.#state = this.#next(before);
    this.#setTick(this.#state.name === 'working');
    this.#news.emit();
    // A source may say something new without another state from it: Kimi stops its progress mark a moment after its record of the turn's end.
    if (!sameState(before, this.#state)) this.#states.emit(this.#state);
  }

  #next(previous: SessionState | null): SessionState {
    return stateFrom(
      {
        pid: this.#context.pid,
        startedAt: this.#context.startedAt,
        now: this.#context.now(),
        exit: this.#exit,
        transcript: this.#transcript?.view ?? null,
        transcriptProblem: this.#tieProblem ?? this.#transcript?.problem ?? damage(this.#transcript),
        osc: this.#osc.belief,
        screen: this.#screen,
        screenProblem: this.#screenProblem,
      },
      previous,
    );
  }

  #setTick(on: boolean): void {
    if (on === (this.#tick !== null)) return;
    if (this.#tick !== null) clearInterval(this.#tick);
    this.#tick = on ? setInterval(() => this.#lookSoon(), WORKING_TICK_MS).unref() : null;
  }

  #port(): LeavePort {
    return {
      look: async () => {
        await this.#look();
        return this.#screen?.part ?? { kind: 'unknown', error: `screen ${this.#screenProblem?.text ?? 'not read yet'}` };
      },
      position: () => this.#offset,
      waitsFor: () => (this.#state.name === 'waiting' ? (this.#state.detail ?? '') : null),
      busy: () => this.#state.name === 'working' || this.#state.name === 'waiting',
      osc: () => this.#osc.belief,
      ended: () => this.#exit !== null || this.#closed,
      input: (bytes) => this.#context.input(bytes),
      lease: (withinMs) => this.#context.lease(withinMs),
      news: (limitMs) => this.#news.next(limitMs),
      onMessage: (listener) => this.#messages.add(listener),
      now: () => performance.now(),
    };
  }

  /** Lets work go on by itself. Looking and reading keep their failures as evidence, so what arrives here is a defect of ours. */
  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#tieProblem = speak('transcript.unwatched', { reason: reasonOf(error) });
    });
  }
}

function damage(transcript: Transcript | null): Spoken | null {
  const count = transcript?.badLines ?? 0;
  return count === 0 ? null : speak('transcript.damaged', { count });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
