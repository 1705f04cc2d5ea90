import { type AnySchema, getEventIteratorSchemaDetails } from '@orpc/contract';
import { z } from 'zod';

/** What of JSON Schema the contract's schemas come out as. */
interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly description?: string;
}

/** One field of an input: how it is written, and what it is for (in English; empty where the name says it). */
export interface FieldText {
  readonly name: string;
  readonly type: string;
  readonly about: string;
}

/** The fields of a procedure's input, in the notation of TypeScript. */
export function fieldTexts(input: z.ZodType): readonly FieldText[] {
  const { properties = {}, required = [] } = nodeOf(input, 'input');
  return Object.entries(properties).map(([name, node]) => ({
    name: required.includes(name) ? name : `${name}?`,
    type: flat(node),
    about: node.description ?? '',
  }));
}

/** A procedure's output in the notation of TypeScript, broken into lines of at most `width` characters where that can be done. */
export function outputText(output: AnySchema | undefined, width: number): string {
  const details = getEventIteratorSchemaDetails(output);
  const schema = details === undefined ? output : details.yields;
  const text = schema instanceof z.ZodType ? broken(nodeOf(schema, 'output'), width, '') : 'unknown';
  return details === undefined ? text : `AsyncIterable<${text}>`;
}

function nodeOf(schema: z.ZodType, io: 'input' | 'output'): SchemaNode {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as SchemaNode;
}

function flat(node: SchemaNode): string {
  if ('const' in node) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(' | ');
  const union = node.anyOf ?? node.oneOf;
  if (union !== undefined) return [...new Set(union.map(flat))].join(' | ');
  if (node.allOf !== undefined) return node.allOf.map(flat).join(' & ');
  switch (node.type) {
    case 'array':
      if (node.prefixItems !== undefined) return `[${node.prefixItems.map(flat).join(', ')}]`;
      return listOf(node.items ?? {}, flat(node.items ?? {}));
    case 'object': {
      const fields = fieldsOf(node);
      if (fields.length > 0) return `{ ${fields.map(([name, below]) => `${name}: ${flat(below)}`).join(', ')} }`;
      const { additionalProperties: values } = node;
      return typeof values === 'object' ? `Record<string, ${flat(values)}>` : '{}';
    }
    default:
      return kindsOf(node).join(' | ') || 'unknown';
  }
}

function broken(node: SchemaNode, width: number, indent: string): string {
  const whole = flat(node);
  if (indent.length + whole.length <= width) return whole;
  const union = node.anyOf ?? node.oneOf;
  if (union !== undefined) return union.map((below) => broken(below, width, indent)).join(' | ');
  if (node.type === 'array' && node.items !== undefined) return listOf(node.items, broken(node.items, width, indent));
  const fields = fieldsOf(node);
  if (fields.length === 0) return whole;
  const inner = `${indent}  `;
  const lines = fields.map(([name, below]) => `${inner}${name}: ${broken(below, width - name.length - 2, inner)}`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function fieldsOf({ properties = {}, required = [] }: SchemaNode): readonly (readonly [string, SchemaNode])[] {
  return Object.entries(properties).map(([name, below]) => [required.includes(name) ? name : `${name}?`, below] as const);
}

function kindsOf({ type = [] }: SchemaNode): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}

/** `string[]`, but `(string | null)[]`. */
function listOf(item: SchemaNode, text: string): string {
  const several = (item.anyOf ?? item.oneOf ?? item.allOf ?? item.enum ?? kindsOf(item)).length > 1;
  return several ? `(${text})[]` : `${text}[]`;
}
