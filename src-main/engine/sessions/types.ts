import type { AgentInfo, SessionInfo, SessionState, TerminalInfo } from '#shared/contract/index.ts';
import type { SessionId, TerminalId } from '#shared/ids.ts';

/**
 * Where a session's first message is. `sending` is written down before the first key, so that an engine that dies in
 * between does not send it twice: the next one finds it and calls it `unconfirmed`, which is what is known.
 */
export type PromptStatus = 'pending' | 'sending' | 'unconfirmed';

/** A session as it is stored. */
export interface SessionRecord {
  readonly id: SessionId;
  readonly name: string;
  readonly agent: AgentInfo['id'];
  readonly cwd: string;
  /** The person's own arguments and variables, kept because a restart must launch the same thing. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Supervised children between the person and this session's agent. */
  readonly depth: number;
  readonly lifecycle: SessionInfo['lifecycle'];
  readonly state: SessionState;
  readonly unseen: boolean;
  readonly agentSession: string | undefined;
  readonly prompt: { readonly text: string; readonly status: PromptStatus } | undefined;
  readonly pinned: boolean;
  readonly tags: readonly string[];
  /** The person's own group. */
  readonly group: string | undefined;
  /** Its place in the person's order (rank.ts). */
  readonly rank: string;
  /** Looked after when the app is closed (engine/awake). */
  readonly guarded: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One run of a session's agent in a terminal. */
export interface TerminalRecord {
  readonly id: TerminalId;
  readonly sessionId: SessionId;
  readonly cols: number;
  readonly rows: number;
  /** The part of its environment that tells an adapter where the agent keeps its things; never a secret. */
  readonly agentEnv: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Absent until the holder said that it runs. */
  readonly process: { readonly pid: number; readonly startTime: string; readonly startedAt: number } | undefined;
  readonly exit: NonNullable<TerminalInfo['exit']> | undefined;
  readonly lostHolder: TerminalInfo['lostHolder'];
  /** When the person last asked for the end, ms since the epoch. Written down before anything is done about it. */
  readonly stopAskedAt: number | undefined;
}

/** What of a session changes after it was created. */
export type SessionChange = Partial<
  Pick<
    SessionRecord,
    'name' | 'lifecycle' | 'state' | 'unseen' | 'prompt' | 'agentSession' | 'pinned' | 'tags' | 'group' | 'rank' | 'guarded'
  >
>;
/** What of a terminal changes. */
export type TerminalChange = Partial<Pick<TerminalRecord, 'cols' | 'rows' | 'process' | 'exit' | 'lostHolder' | 'stopAskedAt'>>;

/** A stop takes up to 14 s (asking, three signals, draining); what ends later has gone on in spite of it. */
export const STOP_COVERS_MS = 30_000;

/** Whether an end (at `at`, ms since the epoch) is the one that the person asked for, whichever engine asked and whichever sees it. */
export function endWasAsked({ stopAskedAt }: Pick<TerminalRecord, 'stopAskedAt'>, at: number): boolean {
  return stopAskedAt !== undefined && at - stopAskedAt <= STOP_COVERS_MS;
}

/** True once nothing runs in the terminal any more, or nothing that could be reached. */
export function hasEnded(terminal: TerminalRecord): boolean {
  return terminal.exit !== undefined || terminal.lostHolder !== undefined;
}
