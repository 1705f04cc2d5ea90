import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtPage } from './renderer.ts';
import { type Doors, dial, http, openDoors, trade } from './support.ts';

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

const PATHS = ['/', '/rpc', '/api/trade'];

/** Whether a code is still good, by spending it as the page does. */
const isUnspent = async (code: string) => (await trade(doors, code)).status === 200;

describe('a page on another port of this machine', () => {
  const neighbour = 'http://127.0.0.1:1';

  test('gets no leave to read anything, asked for in advance or not', async () => {
    for (const path of PATHS) {
      const asked = await http(doors, {
        method: 'OPTIONS',
        path,
        headers: { origin: neighbour, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
      const read = await http(doors, { path, headers: { origin: neighbour } });
      for (const answer of [asked, read]) {
        expect(answer.status, path).toBeGreaterThanOrEqual(400);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    }
  });

  test('has no cookie to send along, although cookies do not know ports', async () => {
    const code = doors.access.issueLinkCode();
    const answers = [await http(doors), await trade(doors, code), await http(doors, { path: '/rpc' })];
    for (const { headers } of answers) expect(headers['set-cookie']).toBeUndefined();
  });

  test('opens no WebSocket', async () => {
    expect(await dial(doors, { origin: neighbour }).refused).toEqual({ status: 403, code: 'FOREIGN_ORIGIN' });
  });
});

describe('a foreign name that was made to resolve to this machine', () => {
  const host = () => `rebound.test:${doors.port}`;

  test('reaches no file, no trade and no WebSocket, although page and host fit together', async () => {
    const headers = { host: host(), origin: `http://${host()}` };
    for (const path of PATHS) {
      const answer = await http(doors, { path, headers });
      expect(answer.status, path).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'FOREIGN_HOST' });
    }
    const code = doors.access.issueLinkCode();
    expect((await trade(doors, code, headers)).json()).toMatchObject({ code: 'FOREIGN_HOST' });
    expect(await dial(doors, headers).refused).toEqual({ status: 403, code: 'FOREIGN_HOST' });
    expect(await isUnspent(code)).toBe(true);
  });
});

describe('a form on another page', () => {
  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'spends no code and calls nothing, sent as %s',
    async (type) => {
      const code = doors.access.issueLinkCode();
      const body = type === 'text/plain' ? JSON.stringify({ code }) : `code=${code}`;
      for (const origin of ['http://evil.test', 'null']) {
        for (const path of ['/api/trade', '/rpc']) {
          const answer = await http(doors, { method: 'POST', path, headers: { origin, 'content-type': type }, body });
          expect(answer.status, `${path} from ${origin}`).toBe(403);
        }
      }
      // Even one of our own origin is no form: a body is JSON by its type.
      const own = await http(doors, { method: 'POST', path: '/api/trade', headers: { origin: doors.origin, 'content-type': type }, body });
      expect(own.status).toBe(400);
      expect(await isUnspent(code)).toBe(true);
    },
  );
});

describe('a link that is fetched before it is clicked', () => {
  test('spends no code: what is after the # is not sent, and a code elsewhere is not taken', async () => {
    const code = doors.access.issueLinkCode();
    const headers = { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch', 'sec-fetch-site': 'cross-site' };
    const fetched = await http(doors, { headers });
    expect(fetched.status).toBe(200);
    expect(fetched.body.toString()).not.toContain(code);
    for (const path of [`/?code=${code}`, `/api/trade?code=${code}`]) await http(doors, { path, headers });
    expect(doors.traded()).toBe(0);
    expect(await isUnspent(code)).toBe(true);
  });
});
