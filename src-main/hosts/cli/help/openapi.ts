import { type JSONSchema, type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#shared/contract/index.ts';
import { type ProcedureSpec, procedures } from '../program/command-specs.ts';
import { auditedCalls } from './audited-calls.ts';

type Content = Record<string, OpenAPI.MediaTypeObject>;
type Operation = NonNullable<OpenAPI.PathItemObject['post']>;

/**
 * The contract as an OpenAPI 3.1 document: what the local socket takes and answers. The generator describes plain bodies; the socket
 * speaks oRPC's own protocol, in which every value stands in an envelope (https://orpc.dev/docs/advanced/rpc-protocol).
 */
export async function openApiDocument(version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'Kimi Shell',
      version,
      description:
        'Every procedure of the contract, over HTTP on the local socket of an engine (docs/doors.md). `x-least-role` is the least role that ' +
        'may call it, `x-changes` whether a call changes anything itself, `x-audited` which calls are entries of the audit log ' +
        '(docs/audit.md): `each`, `denied` (only who is denied), `handing-out` (who asks for the right to change something, and who is ' +
        'denied) or `none`.',
    },
    // Of all errors; the generator tells apart what the status says, which here follows from the code.
    customErrorResponseBodySchema: ([error]) => failureSchema(error?.[0] ?? '', error?.[3] ?? {}),
    servers: [{ url: 'http://engine/rpc', description: 'the socket that engine.json in the data folder names' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'owner.token in the data folder, or a session’s own' } },
    },
  });
  for (const procedure of procedures()) {
    const item = document.paths?.[`/${procedure.path.join('/')}`];
    if (item?.post === undefined) throw new Error(`${procedure.path.join('.')} is missing in the document`);
    item.post = asServed(item.post, procedure);
  }
  return document;
}

function asServed(operation: Operation, { path, meta }: ProcedureSpec): Operation {
  const { requestBody, responses = {}, ...rest } = operation;
  const { '200': answer, '500': failure } = responses;
  return {
    ...rest,
    tags: path.slice(0, 1),
    summary: 'command' in meta.cli ? meta.cli.summary : `No command: ${meta.cli.internal}`,
    ...(requestBody === undefined || '$ref' in requestBody
      ? {}
      : { requestBody: { ...requestBody, content: inEnvelopes(requestBody.content) } }),
    responses: {
      ...(answer === undefined ? {} : { '200': answered(answer, 'What it answers') }),
      // One shape for all; the status follows from the error's code.
      ...(failure === undefined ? {} : { default: answered(failure, 'Why it was refused or failed') }),
    },
    'x-least-role': meta.role,
    'x-changes': meta.changes,
    'x-audited': auditedCalls(meta),
    ...('command' in meta.cli ? { 'x-command': `kimi-shell ${meta.cli.command}` } : {}),
  } as Operation;
}

function answered(response: OpenAPI.ResponseObject | OpenAPI.ReferenceObject, description: string): OpenAPI.ResponseObject {
  if ('$ref' in response) throw new Error('the generator shares responses now: put them into envelopes where they are');
  return { ...response, description, content: inEnvelopes(response.content ?? {}) };
}

function inEnvelopes(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema = {}, ...rest }]) => [
      type,
      {
        ...rest,
        schema: (type === 'text/event-stream' ? ofEvents(schema as JSONSchema) : envelope(schema as JSONSchema)) as OpenAPI.SchemaObject,
      },
    ]),
  );
}

function failureSchema(code: string, data: JSONSchema): JSONSchema {
  return {
    type: 'object',
    properties: { defined: { type: 'boolean' }, code: { const: code }, status: { type: 'integer' }, message: { type: 'string' }, data },
    required: ['defined', 'code', 'status', 'message', 'data'],
  };
}

/** `meta` names values that JSON has no form for, such as dates; without any it is left out. */
function envelope(schema: JSONSchema): JSONSchema {
  return { type: 'object', properties: { json: schema, meta: { type: 'array' } }, required: ['json'] };
}

/** Each event of a stream has its value in an envelope. */
function ofEvents(schema: JSONSchema): JSONSchema {
  if (typeof schema === 'boolean' || schema.oneOf === undefined)
    throw new Error('the generator describes streams of events in another way now');
  const oneOf = schema.oneOf.map((event) =>
    typeof event === 'boolean' ? event : { ...event, properties: { ...event.properties, data: envelope(event.properties?.data ?? {}) } },
  );
  return { ...schema, oneOf };
}
