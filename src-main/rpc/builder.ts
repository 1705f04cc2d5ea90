import { implement } from '@orpc/server';
import { contract, type ProcedureMeta, roleAllows } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { factsOf } from '../engine/audit/index.ts';
import { currentCall } from '../engine/calls/index.ts';
import type { EngineServices } from '../engine/services.ts';
import type { CallContext } from '../engine/types.ts';
import { isDefect, toWireError } from './errors.ts';

/**
 * The contract, ready to be implemented, with what holds for every call: the role is checked, errors are told as data, and what changes
 * something is in the audit log before it is answered.
 */
export function contractBuilder({
  dataFolder,
  logger,
  audit,
  telemetry,
}: Pick<EngineServices, 'dataFolder' | 'logger' | 'audit' | 'telemetry'>) {
  const os = implement(contract).$context<CallContext>();
  return os
    .use(async ({ next, path, context, procedure }, input) => {
      const { changes }: ProcedureMeta = procedure['~orpc'].meta;
      // What changes something can be asked about later; what only looks would fill the log with nothing.
      const say = changes ? logger.info : logger.debug;
      const startedAt = performance.now();
      const measured = (result: string) => {
        const ms = performance.now() - startedAt;
        telemetry.called({ procedure: path.join('.'), ms, result, call: currentCall() });
        return Math.round(ms);
      };
      const answered = { procedure: path.join('.'), context, input, call: currentCall() };
      try {
        const result = await next();
        if (changes) await audit.record(factsOf({ ...answered, output: result.output }));
        say('a call was answered', { ...fieldsOf(path, context), ms: measured('ok') });
        return result;
      } catch (thrown) {
        const error = toWireError(thrown, dataFolder);
        if (changes) await audit.record(factsOf({ ...answered, error: KimiError.from(error.cause) }));
        const fields = fieldsOf(path, context);
        measured(error.message);
        if (isDefect(error)) logger.error('a call failed', { ...fields, error: stackOf(thrown) });
        else say('a call was refused', { ...fields, code: error.message });
        throw error;
      }
    })
    .use(async ({ next, procedure, context }) => {
      const { role, needsAudit = false }: ProcedureMeta = procedure['~orpc'].meta;
      if (!roleAllows(context.caller.role, role)) throw new KimiError('DENIED', { need: role, have: context.caller.role });
      if (needsAudit) await audit.ready();
      return next();
    });
}

export type ContractBuilder = ReturnType<typeof contractBuilder>;

function fieldsOf(path: readonly string[], { caller, connection }: CallContext) {
  return { procedure: path.join('.'), caller: caller.kind, connection };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
