import { z } from 'zod';
import { SessionId, TerminalId, WindowId } from '../ids.ts';
import { procedure } from './base.ts';
import { GroupName, SessionName, Tag } from './labels.ts';
import { Said } from './said.ts';
import { AGENT_IDS, LIFECYCLES, SESSION_STATES, VARIABLE_NAME } from './session-words.ts';

/** One signal behind a state: where it came from, what it said, when (ms since the epoch). */
export const Evidence = z.object({
  source: z.enum(['process', 'transcript', 'osc', 'screen', 'hook']),
  /** In English, or as it was found: a quotation of a screen, a record. */
  says: z.string(),
  /** The same as data; absent for a quotation. */
  said: Said.optional(),
  at: z.number(),
});
export type Evidence = z.infer<typeof Evidence>;

export const SessionState = z.object({
  name: z.enum(SESSION_STATES),
  /** Since when, ms since the epoch. */
  since: z.number(),
  /** One line: what it is doing or asks (the command awaiting approval, the error, the question). */
  detail: z.string().optional(),
  /** What a waiting agent wants, where that is known. */
  asks: z.enum(['approval', 'question']).optional(),
  /** The detail as data, where it is the app's own words and no quotation. */
  said: Said.optional(),
  evidence: z.array(Evidence),
});
export type SessionState = z.infer<typeof SessionState>;

export const TerminalInfo = z.object({
  id: TerminalId,
  /** Lowest byte offset that can still be read; below it the answer is a gap record. */
  firstAvailable: z.number().int().min(0),
  /** Offset just past the newest byte. */
  end: z.number().int().min(0),
  cols: z.number().int().positive(),
  rows: z.number().int().positive(),
  /** Absent while the child lives. */
  exit: z
    .object({
      code: z.number().int().nullable(),
      signal: z.string().nullable(),
      at: z.number(),
      /** True when the person had asked for this end. */
      asked: z.boolean().optional(),
    })
    .optional(),
  /** Set when the holder died over it: what became of the child. */
  lostHolder: z.enum(['survived', 'gone']).optional(),
  pid: z.number().int().optional(),
});
export type TerminalInfo = z.infer<typeof TerminalInfo>;

export const SessionInfo = z.object({
  id: SessionId,
  hostId: z.literal('local'),
  name: z.string(),
  agent: z.enum(AGENT_IDS),
  cwd: z.string(),
  lifecycle: z.enum(LIFECYCLES),
  state: z.enum(SESSION_STATES),
  /** The state's age, detail and evidence. */
  stateInfo: SessionState,
  /** True when the state's end has not been looked at since it was reached, or the person said so. */
  unseen: z.boolean(),
  /** Kept at the top of the list. */
  pinned: z.boolean(),
  /** In the order in which they were given. */
  tags: z.array(z.string()),
  /** The person's own group; absent while it is in none. */
  group: z.string().optional(),
  /** Its place among all sessions: they are in the order of these texts, compared character by character. */
  rank: z.string(),
  /** While its agent works or waits, an engine stays after the app has quit. Absent in events of a version before 6 of the database. */
  guarded: z.boolean().default(false),
  terminals: z.array(TerminalInfo),
  /** The agent's own session id once known, for resuming. */
  agentSession: z.string().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** A session by id or, where it is unambiguous, by name. */
export const SessionRef = z.string().min(1).max(200).describe('session id or name');

export const Size = z
  .object({ cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) })
  .describe('terminal size, COLSxROWS');

/** For a window that is being opened at this moment. */
export const WaitMs = z.number().int().min(0).max(60_000).default(0).describe('how long to wait for a window when none is open');

export const sessions = {
  create: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { command: 'session create', positional: ['name', 'args...'], summary: 'Start a session and its agent in a terminal' },
  })
    .input(
      z.object({
        name: SessionName.describe('name of the session'),
        cwd: z.string().min(1).optional().describe('folder it works in (default: where you are)'),
        agent: z.enum(AGENT_IDS).default('kimi').describe('what runs in it'),
        prompt: z.string().max(4_000_000).optional().describe('first message, sent once the agent is ready'),
        env: z
          .record(z.string().regex(VARIABLE_NAME), z.string())
          .optional()
          .describe('K=V, may be repeated; K=secret:NAME takes the value of a secret'),
        args: z.array(z.string()).optional().describe('arguments for the agent, after --'),
        size: Size.optional(),
      }),
    )
    .output(SessionInfo),

  list: procedure({ role: 'viewer', changes: false, cli: { command: 'session list', summary: 'List sessions and their states' } })
    .input(
      z.object({
        all: z.boolean().default(false).describe('archived ones too'),
        tag: Tag.optional().describe('only those with this tag'),
        group: GroupName.optional().describe('only those in this group of yours'),
        pinned: z.boolean().default(false).describe('only those kept at the top'),
      }),
    )
    .output(z.array(SessionInfo)),

  show: procedure({
    role: 'agent',
    changes: false,
    cli: { command: 'session show', positional: ['session'], summary: 'Show one session with its state and evidence' },
  })
    .input(z.object({ session: SessionRef }))
    .output(SessionInfo),

  switch: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'session switch', positional: ['session'], summary: 'Focus a session in the window that asked last, else attach here' },
  })
    .input(z.object({ session: SessionRef, waitMs: WaitMs }))
    .output(z.object({ session: SessionInfo, window: WindowId.nullable() })),

  /** Nothing runs by it: the person sees the dialog, and starts what is in it or not. */
  propose: procedure({
    role: 'owner',
    changes: false,
    cli: {
      command: 'session propose',
      positional: ['cwd'],
      summary: 'Open the dialog for a new session in the window that asked last, filled in',
    },
  })
    .input(
      z.object({
        cwd: z.string().min(1).max(4096).optional().describe('folder it works in (default: where you are)'),
        name: SessionName.optional().describe('name of the session'),
        waitMs: WaitMs,
      }),
    )
    .output(z.object({ window: WindowId.nullable() })),

  send: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'session send',
      positional: ['session', 'text...'],
      summary: 'Send a message to the agent and confirm that it arrived',
    },
  })
    .input(
      z.object({
        session: SessionRef,
        text: z.string().min(1).max(4_000_000).describe('what to say; - reads it from stdin'),
        timeoutMs: z.number().int().min(100).max(600_000).default(10_000).describe('how long to wait for the confirmation'),
      }),
    )
    .output(
      z.object({
        /** `transcript`: the agent recorded the message; `screen`: only the terminal showed it. */
        confirmedBy: z.enum(['transcript', 'osc', 'screen']),
        tookMs: z.number(),
      }),
    ),

  rename: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session rename', positional: ['session', 'name'], summary: 'Give a session another name' },
  })
    .input(z.object({ session: SessionRef, name: SessionName.describe('the new name') }))
    .output(SessionInfo),

  stop: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'session stop',
      positional: ['session'],
      summary: 'Stop the agent kindly, then by signal, and verify that its processes are gone',
    },
  })
    .input(z.object({ session: SessionRef, force: z.boolean().default(false).describe('skip the kind part') }))
    .output(
      z.object({
        session: SessionInfo,
        how: z.enum(['already', 'kind', 'hangup', 'terminated', 'killed']),
        survivors: z.array(z.number().int()),
      }),
    ),

  restart: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: {
      command: 'session restart',
      positional: ['session'],
      summary: "Start an ended session's agent again (resuming its conversation where it can)",
    },
  })
    .input(z.object({ session: SessionRef, size: Size.optional() }))
    .output(SessionInfo),

  delete: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'session delete',
      positional: ['session'],
      summary: "Delete a session's record and recording (the agent must have ended; Kimi's own files stay)",
    },
  })
    .input(z.object({ session: SessionRef, stop: z.boolean().default(false).describe('stop it first when it still runs') }))
    .output(z.object({ id: SessionId, name: z.string() })),
};
