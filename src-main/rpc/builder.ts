import { implement } from '@orpc/server';
import { type AskedCall, contract, type ProcedureMeta, roleAllows } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { type AnsweredCall, type AuditFacts, factsOf } from '../engine/audit/index.ts';
import { currentCall, type FoundSessions, notingSessions } from '../engine/calls/index.ts';
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
      const meta: ProcedureMeta = procedure['~orpc'].meta;
      // Most calls only look: nothing is put together for them.
      const mayBeEntry = meta.changes || meta.handsOut !== undefined;
      const found: FoundSessions = new Map();
      /** Whether it is an entry decides how loudly the log says it: what nobody asks about would fill that with nothing, too. */
      const record = async (outcome: Pick<AnsweredCall, 'output' | 'error'>) => {
        if (!mayBeEntry) return logger.debug;
        const facts = factsOf({ procedure: path.join('.'), context, input, call: currentCall(), sessions: found, ...outcome });
        const entry = isEntry(meta, { caller: context.caller, input }, facts.decision);
        if (entry) await audit.record(facts);
        return entry ? logger.info : logger.debug;
      };
      const startedAt = performance.now();
      const measured = (result: string) => {
        const ms = performance.now() - startedAt;
        telemetry.called({ procedure: path.join('.'), ms, result, call: currentCall() });
        return Math.round(ms);
      };
      try {
        const result = await (mayBeEntry ? notingSessions(found, next) : next());
        const say = await record({ output: result.output });
        say('a call was answered', { ...fieldsOf(path, context), ms: measured('ok') });
        return result;
      } catch (thrown) {
        const error = toWireError(thrown, dataFolder);
        const say = await record({ error: KimiError.from(error.cause) });
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

/** Whether a call of what changes something, or hands something out, is an entry of the audit log. */
function isEntry({ changes, unaudited, handsOut }: ProcedureMeta, call: AskedCall, decision: AuditFacts['decision']): boolean {
  // Who is denied was stopped, by whatever is no entry otherwise.
  if (decision === 'denied') return true;
  return changes ? unaudited === undefined : handsOut?.(call) === true;
}

function fieldsOf(path: readonly string[], { caller, connection }: CallContext) {
  return { procedure: path.join('.'), caller: caller.kind, connection };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
