import type { Settings } from '#shared/contract/index.ts';
import type { LaunchResolver } from '../launch/index.ts';
import { type GivenKimi, KimiAdapter } from './kimi/adapter.ts';
import { AgentRegistry } from './registry.ts';
import { ShellAdapter } from './shell/adapter.ts';

export interface AgentsOptions {
  readonly settings: () => Settings;
  readonly launch: LaunchResolver;
  /** The installation's own Node (Kimi runs on it where the machine's is missing or too old). */
  readonly nodeBinary: string;
  /** The demo's Kimi, used instead of looking for one. */
  readonly demo?: { readonly kimi: GivenKimi };
}

/** The agents of this version: Kimi and the login shell. */
export function createAgents(options: AgentsOptions): AgentRegistry {
  const kimi = new KimiAdapter({
    settings: options.settings,
    launch: options.launch,
    nodeBinary: options.nodeBinary,
    ...(options.demo === undefined ? {} : { given: options.demo.kimi }),
  });
  return new AgentRegistry([kimi, new ShellAdapter(options.launch)], () => kimi.installPlan());
}

export type { GivenKimi } from './kimi/adapter.ts';
export { AgentRegistry } from './registry.ts';
export { sameState } from './same-state.ts';
export { detailOf, evidenceOf } from './spoken.ts';
export type * from './types.ts';
