import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtPage } from './renderer.ts';
import { type Doors, http, openDoors, trade } from './support.ts';

let page: Awaited<ReturnType<typeof builtPage>>;
let doors: Doors;
beforeAll(async () => {
  page = await builtPage();
  doors = await openDoors({ rendererFolder: page.folder });
});
afterAll(async () => {
  await doors.close();
  await page.remove();
});

describe('trading the code of a link', () => {
  test('gives the page its secret, which no cache keeps', async () => {
    const before = doors.traded();
    const answer = await trade(doors, doors.access.issueLinkCode());
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret } = answer.json() as { secret: string };
    expect(await doors.access.callerOfSecret(secret)).toMatchObject({ kind: 'window', role: 'owner' });
    expect(doors.traded()).toBe(before + 1);
  });

  test('a second time is refused as used', async () => {
    const code = doors.access.issueLinkCode();
    await trade(doors, code);
    const again = await trade(doors, code);
    expect(again.status).toBe(401);
    expect(again.json()).toMatchObject({ code: 'LINK_CODE_USED' });
  });

  test('that is wrong or too old is refused as wrong', async () => {
    const wrong = await trade(doors, 'w'.repeat(43));
    expect(wrong.status).toBe(401);
    expect(wrong.json()).toMatchObject({ code: 'LINK_CODE_WRONG' });
    const code = doors.access.issueLinkCode();
    doors.clock.now += 10 * 60_000;
    expect((await trade(doors, code)).json()).toMatchObject({ code: 'LINK_CODE_WRONG' });
  });

  test.each([
    ['no body', '', 'application/json'],
    ['no code', '{}', 'application/json'],
    ['an empty code', '{"code":""}', 'application/json'],
    ['a code that is no text', '{"code":7}', 'application/json'],
    ['no JSON', 'code=abc', 'application/json'],
    ['a form', 'code=abc', 'application/x-www-form-urlencoded'],
    ['plain text, which needs no preflight', '{"code":"abc"}', 'text/plain'],
  ])('with %s is refused as bad input', async (_what, body, type) => {
    const answer = await http(doors, {
      method: 'POST',
      path: '/api/trade',
      headers: { origin: doors.origin, 'content-type': type },
      body,
    });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('is refused to another page, and the code stays good', async () => {
    const code = doors.access.issueLinkCode();
    for (const headers of [{ origin: 'http://evil.test' }, { origin: 'null' }, { origin: '' }]) {
      const answer = await trade(doors, code, headers);
      expect(answer.status).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' });
    }
    expect((await trade(doors, code, { host: `evil.test:${doors.port}`, origin: `http://evil.test:${doors.port}` })).json()).toMatchObject({
      code: 'FOREIGN_HOST',
    });
    expect((await trade(doors, code)).status).toBe(200);
  });

  test('is refused without an Origin: every browser sends one with a POST', async () => {
    const answer = await http(doors, {
      method: 'POST',
      path: '/api/trade',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: doors.access.issueLinkCode() }),
    });
    expect(answer.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' });
  });

  test('is a POST and nothing else', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) {
      const answer = await http(doors, { method, path: '/api/trade', headers: { origin: doors.origin } });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow).toBe('POST');
    }
  });

  test('takes no body larger than a code needs', async () => {
    for (const chunked of [false, true]) {
      const answer = await http(doors, {
        method: 'POST',
        path: '/api/trade',
        headers: { origin: doors.origin, 'content-type': 'application/json' },
        body: Buffer.alloc(1024 * 1024, 'a'),
        chunked,
      });
      expect(answer.status).toBe(413);
      expect(answer.json()).toMatchObject({ code: 'BODY_TOO_LARGE', context: { limit: 4096 } });
    }
  });

  test('leaves neither code nor secret in the log', async () => {
    const code = doors.access.issueLinkCode();
    const { secret } = (await trade(doors, code)).json() as { secret: string };
    await trade(doors, code);
    const log = doors.logger.lines.join('\n');
    expect(log).toContain('LINK_CODE_USED');
    expect(log).not.toContain(code);
    expect(log).not.toContain(secret);
  });
});
