import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about the audit log. */
export function auditProcedures(os: ContractBuilder['audit'], { audit, sessions }: EngineServices) {
  /** With the ids of the sessions that have a wanted name: entries have the id where it was known. */
  const byIds = async <T extends { readonly session?: string | undefined }>({ session, ...filter }: T) => ({
    ...filter,
    ...(session === undefined ? {} : { sessions: [session, ...(await sessions.idsNamed(session))] }),
  });
  return {
    list: os.list.handler(async ({ input }) => audit.list(await byIds(input))),
    search: os.search.handler(async ({ input }) => audit.list(await byIds(input))),
    export: os.export.handler(async ({ input }) => audit.export(await byIds(input))),
    verify: os.verify.handler(() => audit.verify()),
  };
}
