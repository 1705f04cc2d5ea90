import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { CallerLimits, LIMITS } from '#main/engine/limits/index.ts';
import { until } from '../../support/until.ts';
import { builtPage } from './renderer.ts';
import { type Answer, type Doors, http, openDoors, SESSION } from './support.ts';

let page: Awaited<ReturnType<typeof builtPage>>;
let doors: Doors;
beforeEach(async () => {
  page = await builtPage();
  doors = await openDoors({ rendererFolder: page.folder });
});
afterEach(async () => {
  await doors.close();
  await page.remove();
});

const JSON_TYPE = { 'content-type': 'application/json' };

function call(
  path: string,
  token: string | null,
  input: unknown = undefined,
  { socketPath = doors.socket, ...more }: { chunked?: boolean; method?: string; socketPath?: string } = {},
): Promise<Answer> {
  return http(
    { socketPath },
    {
      method: 'POST',
      path: `/rpc/${path}`,
      headers: { ...JSON_TYPE, ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ json: input }),
      ...more,
    },
  );
}

const refusal = (answer: Answer) => {
  const { json } = answer.json() as { json: { defined: boolean; code: string; data: { code: string } } };
  return { status: answer.status, defined: json.defined, orpc: json.code, code: json.data.code };
};

describe('the local socket', () => {
  test('takes the owner token for the owner at the command line', async () => {
    const answer = await call('system/whoami', doors.access.ownerToken);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ json: { kind: 'cli', depth: 0, role: 'owner' } });
  });

  test("takes a child's token for an agent of its session", async () => {
    const answer = await call('system/whoami', await doors.access.childToken(SESSION, 1));
    expect(answer.json()).toMatchObject({ json: { kind: 'agent', session: SESSION, depth: 1, role: 'agent' } });
  });

  test('tells the person who has too many connections so, and lets in again who comes when one is free', async () => {
    const connections = 4;
    const limits = new CallerLimits({ limits: { ...LIMITS, owner: { ...LIMITS.owner, connections } } });
    const small = await openDoors({ rendererFolder: page.folder, limits });
    const others: Socket[] = [];
    onTestFinished(async () => {
      for (const socket of others) socket.destroy();
      await small.close();
    });
    for (let i = 0; i < connections; i += 1) {
      const socket = connect(small.socket);
      others.push(socket);
      await once(socket, 'connect');
    }
    const whoami = () => call('system/whoami', small.access.ownerToken, undefined, { socketPath: small.socket });
    // Counted when the system has said who connected, which is a moment later.
    await until('one too many', async () => (await whoami()).status === 429);
    const refused = await whoami();
    expect(refusal(refused)).toMatchObject({ status: 429, code: 'TOO_MANY_CALLS' });
    expect(refused.headers).toMatchObject({ connection: 'close' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    for (const socket of others.splice(0, 2)) socket.destroy();
    await until('room again', async () => (await whoami()).status === 200);
  });

  test.each([
    ['no token', null],
    ['an empty token', ''],
    ['a wrong token', `kso_${'w'.repeat(43)}`],
    ['a token with a line break trick', 'x y'],
  ])('refuses %s with 401, as an error of the contract', async (_what, token) => {
    const answer = await call('system/whoami', token);
    expect(refusal(answer)).toEqual({ status: 401, defined: true, orpc: 'KIMI', code: 'UNAUTHENTICATED' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('refuses a stranger without reading what he sends', async () => {
    const answer = await call('system/echo', null, { text: 'x'.repeat(8 * 1024 * 1024) });
    expect(refusal(answer).code).toBe('UNAUTHENTICATED');
  });

  test('refuses a body above 5 MB, announced or not', async () => {
    for (const chunked of [false, true]) {
      const answer = await call('system/echo', doors.access.ownerToken, { text: 'x'.repeat(5 * 1024 * 1024) }, { chunked });
      expect(refusal(answer)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    }
    const fits = await call('system/echo', doors.access.ownerToken, { text: 'x'.repeat(4_000_000) });
    expect(fits.json()).toMatchObject({ json: { length: 4_000_000 } });
  });

  test('refuses the 51st event stream of a caller with 429 and Retry-After; others are not affected', async () => {
    const open = async (token: string) => {
      const controller = new AbortController();
      const { request } = await import('node:http');
      return new Promise<{ status: number; retryAfter: string | undefined; close: () => void }>((resolve, reject) => {
        const outgoing = request(
          {
            socketPath: doors.socket,
            path: '/rpc/system/events',
            method: 'POST',
            agent: false,
            headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
            signal: controller.signal,
          },
          (response) => {
            response.on('error', () => undefined);
            response.resume();
            resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], close: () => controller.abort() });
          },
        );
        outgoing.on('error', reject);
        outgoing.end('{}');
      });
    };
    const streams = [];
    for (let i = 0; i < 50; i++) streams.push(await open(doors.access.ownerToken));
    expect(streams.every((stream) => stream.status === 200)).toBe(true);
    expect(await open(doors.access.ownerToken)).toMatchObject({ status: 429, retryAfter: '5' });
    const agent = await open(await doors.access.childToken(SESSION, 1));
    expect(agent.status).toBe(200);
    for (const stream of [...streams, agent]) stream.close();
  });

  test('speaks POST and JSON only', async () => {
    const get = await http(
      { socketPath: doors.socket },
      { method: 'GET', path: '/rpc/system/whoami', headers: { authorization: `Bearer ${doors.access.ownerToken}` } },
    );
    expect(get.status).toBe(405);
    expect(get.headers.allow).toBe('POST');
    const form = await http(
      { socketPath: doors.socket },
      {
        method: 'POST',
        path: '/rpc/system/whoami',
        headers: { authorization: `Bearer ${doors.access.ownerToken}`, 'content-type': 'text/plain' },
        body: '{}',
      },
    );
    expect(refusal(form)).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });

  test('says so when there is no such procedure', async () => {
    for (const path of ['system/nothing', '', '../system/whoami', 'system/whoami/constructor']) {
      expect(refusal(await call(path, doors.access.ownerToken)), path).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  test('shows no token in the log', async () => {
    await call('system/whoami', doors.access.ownerToken);
    await call('system/nothing', doors.access.ownerToken);
    await call('system/whoami', 'kso_wrong');
    const log = doors.logger.lines.join('\n');
    expect(log).toContain('UNAUTHENTICATED');
    expect(log).not.toContain(doors.access.ownerToken);
    expect(log).not.toContain('kso_wrong');
  });
});
