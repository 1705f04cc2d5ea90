import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about the audit log. */
export function auditProcedures(os: ContractBuilder['audit'], { audit }: EngineServices) {
  return {
    list: os.list.handler(({ input }) => audit.list(input)),
    search: os.search.handler(({ input }) => audit.list(input)),
    export: os.export.handler(({ input }) => audit.export(input)),
    verify: os.verify.handler(() => audit.verify()),
  };
}
