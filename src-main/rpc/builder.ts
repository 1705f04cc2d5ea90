import { implement } from '@orpc/server';
import { contract, type ProcedureMeta, roleAllows } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CallContext, Logger } from '../engine/types.ts';
import { isDefect, toWireError } from './errors.ts';

/** The contract, ready to be implemented, with what holds for every call: the role is checked, errors are told as data. */
export function contractBuilder(dataFolder: string, logger: Logger) {
  const os = implement(contract).$context<CallContext>();
  return os
    .use(async ({ next, path, context }) => {
      try {
        return await next();
      } catch (thrown) {
        const error = toWireError(thrown, dataFolder);
        const fields = { procedure: path.join('.'), caller: context.caller.kind, connection: context.connection };
        if (isDefect(error)) logger.error('a call failed', { ...fields, error: stackOf(thrown) });
        else logger.debug('a call was refused', { ...fields, code: error.message });
        throw error;
      }
    })
    .use(({ next, procedure, context }) => {
      const { role }: ProcedureMeta = procedure['~orpc'].meta;
      if (!roleAllows(context.caller.role, role)) throw new KimiError('DENIED', { need: role, have: context.caller.role });
      return next();
    });
}

export type ContractBuilder = ReturnType<typeof contractBuilder>;

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
