import { KimiError } from '#shared/errors/kimi-error.ts';
import { nearestWord } from '#shared/nearest-word.ts';
import { procedures } from './command-specs.ts';

/** Whether the contract has a procedure, or a domain of some, of this name. */
export function isProcedureOrDomain(name: string): boolean {
  return names().includes(name);
}

/** The refusal of a name that neither a procedure nor a domain has. @param field the option that it was given to */
export function unknownProcedure(name: string, field: string): KimiError {
  const nearest = nearestWord(name, names());
  return new KimiError('INVALID_INPUT', {
    field,
    value: name,
    reason: 'there is no such procedure',
    ...(nearest === null ? {} : { nearest }),
  });
}

function names(): readonly string[] {
  return [...new Set(procedures().flatMap(({ path }) => [path.join('.'), path[0] ?? '']))];
}
