import type { AgentInfo, SessionState } from '#shared/contract/index.ts';
import type { InputLease } from '../../holder/types.ts';
import type { ScreenText, TerminalSignal } from '../../mirror/types.ts';

/** What an adapter asks to be spawned; the launch domain adds the constructed environment. */
export interface LaunchPlan {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to (and winning over) the constructed environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface LaunchRequest {
  readonly cwd: string;
  /** The person's own arguments, after `--`. */
  readonly args: readonly string[];
  /** The agent's own session id to continue, when the session was run before. */
  readonly resume?: string;
}

/** What is known of an agent that has been running when a watch on it begins. */
export interface KnownBefore {
  /** As last written down. It stands until the watch has read everything that was there when it began. */
  readonly state: SessionState;
  /** End of the output at that time, bytes: what the terminal said before it is history, not news. */
  readonly end: number;
}

/** Everything an adapter may look at or touch while its agent runs in a terminal. */
export interface WatchContext {
  readonly sessionId: string;
  readonly cwd: string;
  readonly childId: string;
  readonly pid: number;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** Absent when the agent has only just been started. */
  readonly knownBefore: KnownBefore | undefined;
  /** The agent's session id when it is already known (resume, engine restart). */
  readonly agentSession: string | undefined;
  /** Environment the agent was launched with (its home folder, for example). */
  readonly env: Readonly<Record<string, string>>;
  /** Reads the screen at byte `atLeast` or later. */
  screen(atLeast?: number): Promise<ScreenText>;
  onSignal(listener: (signal: TerminalSignal) => void): () => void;
  onSettled(listener: (offset: number) => void): () => void;
  /** Reads what the terminal prints from byte `from` on, a limited amount; the answer ends it. @throws KimiError HOLDER_UNREACHABLE */
  output(from: number, onBytes: (bytes: Uint8Array) => void): () => void;
  /** One write to the terminal. */
  input(bytes: Uint8Array): Promise<void>;
  /** Holds the terminal's input, so that nobody's keys come between what is looked at and what is written. @throws as HolderClient.lease */
  lease(withinMs: number): Promise<InputLease>;
  /** Ties an agent session to this session; false when another session holds it already. */
  claim(agentSession: string): Promise<boolean>;
  now(): number;
}

/** One running agent, watched. Begins with the state that was known before and emits one with evidence whenever its belief changes. */
export interface AgentWatch {
  readonly state: SessionState;
  /** Hears of another state, and of the same one when a source of its evidence says something else. */
  onState(listener: (state: SessionState) => void): () => void;
  /** Sends a message as bracketed paste plus Enter and waits until it is confirmed. @throws KimiError PROMPT_NOT_CONFIRMED */
  send(text: string, timeoutMs: number): Promise<{ readonly confirmedBy: 'transcript' | 'osc' | 'screen' }>;
  /** Asks the agent to end by itself (Esc, /exit); resolves when the keys are written, not when it ended. */
  askToEnd(): Promise<void>;
  /** The process has ended: settles the last state (`exited` or `failed`). */
  ended(exit: { readonly code: number | null; readonly signal: string | null; readonly at: number }): SessionState;
  close(): void;
}

/** How to find, launch, read, answer and stop one CLI. */
export interface AgentAdapter {
  readonly id: AgentInfo['id'];
  locate(options: { readonly refresh: boolean }): Promise<AgentInfo>;
  /** @throws KimiError KIMI_MISSING | BINARY_MISSING | BINARY_NOT_EXECUTABLE */
  launch(request: LaunchRequest): Promise<LaunchPlan>;
  /** References to secrets that the agent's sessions have in their environment; the person's own variables win over them. */
  secrets?(): Readonly<Record<string, string>>;
  watch(context: WatchContext): AgentWatch;
}
