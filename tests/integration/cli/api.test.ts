import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { person } from './support.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, { readonly post: { readonly responses: Readonly<Record<string, Body>> } }>>;
}
interface Body {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

test('the OpenAPI document says how an engine is called and what it answers', async () => {
  const { json, dataFolder } = await person();
  const document = await json<Document>(['help', '--api']);
  await json(['session', 'list']);
  const { socket } = JSON.parse(await readFile(join(dataFolder, 'engine.json'), 'utf8')) as { socket: string };
  const token = (await readFile(join(dataFolder, 'owner.token'), 'utf8')).trim();
  const base = new URL(document.servers[0]?.url ?? '').pathname;

  const call = (path: string, input: unknown) =>
    new Promise<{ status: number | undefined; body: { json: Record<string, unknown> } }>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const asked = request({ socketPath: socket, path: `${base}${path}`, method: 'POST', headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      });
      asked.on('error', reject);
      asked.end(JSON.stringify({ json: input }));
    });
  const described = (path: string, response: string) => {
    const schema = document.paths[path]?.post.responses[response]?.content['application/json']?.schema;
    expect(schema?.required).toEqual(['json']);
    return schema?.properties?.json;
  };

  const status = await call('/system/status', {});
  expect(status.status).toBe(200);
  expect(Object.keys(status.body.json)).toEqual(expect.arrayContaining([...(described('/system/status', '200')?.required ?? ['none'])]));
  expect(Object.keys(described('/system/status', '200')?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(status.body.json)));

  const refused = await call('/session/show', { session: 'nobody' });
  expect(refused.status).toBe(404);
  expect(refused.body.json).toMatchObject({ code: 'KIMI', status: 404, data: { code: 'NOT_FOUND' } });
  const failure = described('/session/show', 'default');
  expect(Object.keys(failure?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(refused.body.json)));
  expect(Object.keys(refused.body.json.data as object)).toEqual(
    expect.arrayContaining([...(failure?.properties?.data?.required ?? ['none'])]),
  );
});
