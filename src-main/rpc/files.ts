import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about files that a session's terminal names or is given. */
export function fileProcedures(os: ContractBuilder['file'], { files }: EngineServices) {
  return {
    locate: os.locate.handler(async ({ input }) => ({ found: [...(await files.locate(input))] })),
    quote: os.quote.handler(async ({ input }) => ({ quoted: [...(await files.quote(input))] })),
    put: os.put.handler(({ input }) => files.put(input)),
    edit: os.edit.handler(({ input, context }) => files.edit(input, context.caller)),
  };
}
