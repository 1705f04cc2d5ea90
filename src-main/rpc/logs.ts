import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';
import { tellErrors } from './errors.ts';

/** Procedures about the logs. */
export function logProcedures(os: ContractBuilder['log'], { logs, dataFolder }: EngineServices) {
  return {
    list: os.list.handler(({ input, signal }) => logs.list(input, signal)),
    follow: os.follow.handler(async ({ input, signal }) => tellErrors(logs.follow(input, signal), dataFolder)),
  };
}
