import { z } from 'zod';
import { procedure } from './base.ts';
import { Said } from './said.ts';
import { AGENT_IDS } from './session-words.ts';
import { SessionInfo } from './sessions.ts';

export const AgentInfo = z.object({
  id: z.enum(AGENT_IDS),
  /** Whether it can be launched. */
  found: z.boolean(),
  path: z.string().optional(),
  version: z.string().optional(),
  /** `kimi-code` is the TypeScript CLI, `kimi-cli` the Python one. */
  generation: z.enum(['kimi-code', 'kimi-cli', 'unknown']).optional(),
  /** Where it was found. Of one that was not: `setting`, when the setting names a place and no other was looked at. */
  source: z.enum(['setting', 'path', 'usual-place', 'demo']).optional(),
  /** Every place that was looked at. */
  looked: z.array(z.string()),
  /** Why it cannot be used although something is there. */
  problem: z.string().optional(),
  /** The same as data. */
  problemSaid: Said.optional(),
});
export type AgentInfo = z.infer<typeof AgentInfo>;

export const agents = {
  list: procedure({
    role: 'viewer',
    changes: false,
    cli: { command: 'agent list', summary: 'List the agents that were found on this machine' },
  })
    .input(z.object({ refresh: z.boolean().default(false).describe('look again instead of answering from memory') }))
    .output(z.array(AgentInfo)),

  install: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { command: 'agent install', summary: 'Install the Kimi CLI in a terminal that you can watch' },
  })
    .input(z.object({}))
    .output(SessionInfo),
};
