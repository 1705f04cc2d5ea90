import { type AnySchema, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { contract, type ProcedureMeta } from '#shared/contract/index.ts';

/** How a field of an input is written on a command line. */
export type FieldKind = 'text' | 'integer' | 'flag' | 'choice' | 'list' | 'pairs' | 'size';

export interface Field {
  /** Name in the procedure's input. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly fallback?: string | number | boolean;
}

export interface Positional extends Field {
  /** Takes the rest of the line: joined by spaces for a text, one by one for a list. */
  readonly rest: boolean;
}

/** One command of the contract, as its procedure declares it. */
export interface CommandSpec {
  /** For example `session create`. */
  readonly command: string;
  /** Where the procedure is in the contract, for example `['session', 'create']`. */
  readonly procedure: readonly string[];
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: readonly Field[];
  /** Parses and completes the input; a ZodError says what is wrong. */
  readonly input: z.ZodType;
}

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
}

/** A procedure as the contract declares it. */
export interface ProcedureSpec {
  readonly path: readonly string[];
  readonly meta: ProcedureMeta;
  readonly input: z.ZodType;
  /** A zod schema, or oRPC's for a stream of events. */
  readonly output: AnySchema | undefined;
  /** Names of the errors that it may answer with. */
  readonly errors: readonly string[];
}

/** Every procedure of the contract. */
export function procedures(): readonly ProcedureSpec[] {
  return collect(contract, []);
}

/** Every command that the contract declares. @throws Error when a field cannot be written on a command line: a defect of the contract */
export function commandSpecs(): readonly CommandSpec[] {
  return procedures().flatMap(({ path, meta, input }) => ('command' in meta.cli ? [specOf(path, meta.cli, input)] : []));
}

function collect(node: unknown, path: readonly string[]): readonly ProcedureSpec[] {
  if (isContractProcedure(node)) {
    const { meta, inputSchema, outputSchema, errorMap } = node['~orpc'];
    return [{ path, meta: meta as ProcedureMeta, input: inputSchema as z.ZodType, output: outputSchema, errors: Object.keys(errorMap) }];
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, below]) => collect(below, [...path, name]));
}

function specOf(procedure: readonly string[], cli: Extract<ProcedureMeta['cli'], { command: string }>, input: z.ZodType): CommandSpec {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const fields = new Map(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, fieldOf(name, field, schema, cli.command)]));
  const positionals = (cli.positional ?? []).map((word): Positional => {
    const rest = word.endsWith('...');
    const name = rest ? word.slice(0, -3) : word;
    const field = fields.get(name);
    if (field === undefined) throw new Error(`${cli.command}: the input has no field ${name}`);
    fields.delete(name);
    return { ...field, rest };
  });
  return { command: cli.command, procedure, summary: cli.summary, positionals, options: [...fields.values()], input };
}

function fieldOf(name: string, schema: JsonSchema, parent: JsonSchema, command: string): Field {
  return {
    name,
    kind: kindOf(name, schema, command),
    required: parent.required?.includes(name) === true,
    description: schema.description ?? '',
    ...(schema.enum === undefined ? {} : { choices: schema.enum }),
    ...(schema.default === undefined ? {} : { fallback: schema.default }),
  };
}

function kindOf(name: string, schema: JsonSchema, command: string): FieldKind {
  if (schema.enum !== undefined) return 'choice';
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'flag';
    case 'array':
      return 'list';
    case 'object':
      if (schema.additionalProperties !== undefined && schema.properties === undefined) return 'pairs';
      if (schema.properties?.cols !== undefined && schema.properties.rows !== undefined) return 'size';
      break;
    default:
      break;
  }
  throw new Error(`${command}: no way to write ${name} (${JSON.stringify(schema)}) on a command line`);
}
