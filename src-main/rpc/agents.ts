import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about the agents on this machine. */
export function agentProcedures(os: ContractBuilder['agent'], { agents }: EngineServices) {
  return {
    list: os.list.handler(async ({ input }) => [...(await agents.list(input))]),
    install: os.install.handler(({ context }) => agents.install(context.caller)),
  };
}
