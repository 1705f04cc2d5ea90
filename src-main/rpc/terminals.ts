import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about terminals. Their bytes go through the gateway, not through here. */
export function terminalProcedures(os: ContractBuilder['terminal'], { terminals }: EngineServices) {
  return {
    attach: os.attach.handler(({ input, context }) => terminals.attach(input, context)),
    tail: os.tail.handler(({ input, context }) => terminals.tail(input, context)),
  };
}
