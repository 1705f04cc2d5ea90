// Apart from the schemas, so that a window can draw its list before it has loaded them.

export const AGENT_IDS = ['kimi', 'shell'] as const;

/** What the agent in a session does. Apart from the lifecycle, which is what became of the session as a record. */
export const SESSION_STATES = ['starting', 'trust', 'idle', 'working', 'waiting', 'finished', 'failed', 'exited'] as const;
export type SessionStateName = (typeof SESSION_STATES)[number];

export const LIFECYCLES = ['active', 'suspended', 'archived'] as const;

/** What every shell takes as the name of a variable. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
