import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadStaticFiles } from '#main/doors/page/static-files.ts';
import { builtPage } from './renderer.ts';
import { type Doors, GATEWAY, http, openDoors, trade } from './support.ts';

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

/** A request line that no HTTP client would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(doors.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe("the page's files", () => {
  test('are served with their types', async () => {
    const index = await http(doors);
    expect(index.status).toBe(200);
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(index.body.toString()).toContain('<!doctype html>');
    const script = await http(doors, { path: '/assets/index-abc123.js' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await http(doors, { path: '/assets/index-abc123.css' })).headers['content-type']).toBe('text/css; charset=utf-8');
  });

  test('with a hash in their name are kept for good, the index is asked for again', async () => {
    expect((await http(doors, { path: '/assets/index-abc123.js' })).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const index = await http(doors);
    expect(index.headers['cache-control']).toBe('no-cache');
    const again = await http(doors, { headers: { 'if-none-match': index.headers.etag! } });
    expect(again.status).toBe(304);
    expect(again.body.length).toBe(0);
  });

  test('answer HEAD without a body and refuse every other method', async () => {
    const head = await http(doors, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
    expect(head.body.length).toBe(0);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      const answer = await http(doors, { method, headers: { origin: doors.origin } });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//etc/passwd',
    '/./secret.txt',
    '/assets/',
    '/assets',
    '/assets/notes.unknown',
    '/index.html%00.js',
  ])('do not reach outside of the page: %s', async (path) => {
    const answer = await http(doors, { path });
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are not found under a path with another server in it', async () => {
    const answer = await raw(`GET http://evil.test/index.html HTTP/1.1\r\nHost: 127.0.0.1:${doors.port}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('are served from memory: a page stays whole when its installation is removed', async () => {
    const other = await builtPage();
    const files = await loadStaticFiles(other.folder);
    await other.remove();
    expect(files.get('/')?.body.toString()).toContain('<!doctype html>');
  });

  test('that were never built are named', async () => {
    await expect(loadStaticFiles(join(page.folder, 'missing'))).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' });
    const empty = await builtPage();
    await rm(join(empty.folder, 'index.html'));
    await writeFile(join(empty.folder, 'other.html'), '');
    await expect(loadStaticFiles(empty.folder)).rejects.toMatchObject({ code: 'ENGINE_START_FAILED' });
    await empty.remove();
  });
});

describe('every answer of the page server', () => {
  const everyAnswer = () =>
    Promise.all([
      http(doors),
      http(doors, { path: '/missing' }),
      http(doors, { path: '/rpc' }),
      http(doors, { method: 'DELETE' }),
      http(doors, { headers: { host: 'evil.test' } }),
      http(doors, { headers: { origin: 'http://evil.test' } }),
      trade(doors, 'wrong'),
      trade(doors, doors.access.issueLinkCode()),
    ]);

  test('carries a strict content security policy', async () => {
    for (const { headers } of await everyAnswer()) {
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain(`connect-src 'self' ${GATEWAY}`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain("form-action 'none'");
      expect(policy.filter((rule) => rule.includes('unsafe'))).toEqual(["style-src 'self' 'unsafe-inline'"]);
    }
  });

  test('keeps other pages out and tells them nothing', async () => {
    for (const { headers } of await everyAnswer()) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('sets no cookie', async () => {
    for (const { headers } of await everyAnswer()) expect(headers['set-cookie']).toBeUndefined();
  });
});

describe('a request that was addressed to another name', () => {
  test.each(['evil.test', 'evil.test:80', '127.0.0.1', 'localhost', '127.0.0.1:1', '[::1]', '0.0.0.0', '127.0.0.1.evil.test'])(
    'is refused: Host %s',
    async (host) => {
      const answer = await http(doors, { headers: { host } });
      expect(answer.status).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'FOREIGN_HOST' });
    },
  );

  test('is taken under both of our own names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      expect((await http(doors, { headers: { host: `${name}:${doors.port}` } })).status).toBe(200);
    }
  });
});

describe('a request that another page makes', () => {
  test('is refused by its Origin, for files too', async () => {
    for (const origin of ['http://evil.test', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${doors.port}`]) {
      const answer = await http(doors, { headers: { origin } });
      expect(answer.status, origin).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' });
    }
  });

  test('is refused when the origin is our other name: a page and its host go together', async () => {
    const answer = await http(doors, { headers: { host: `localhost:${doors.port}`, origin: doors.origin } });
    expect(answer.json()).toMatchObject({ code: 'FOREIGN_ORIGIN' });
  });
});

describe('a plain request to /rpc', () => {
  test.each(['GET', 'POST', 'HEAD'])('%s is told that this is a WebSocket', async (method) => {
    const answer = await http(doors, { method, path: '/rpc', headers: { origin: doors.origin } });
    expect(answer.status).toBe(426);
    expect(answer.headers.upgrade).toBe('websocket');
  });
});

describe('a connection that is slow on purpose', () => {
  test('is cut off when its headers do not come', async () => {
    const started = performance.now();
    const answer = await raw('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  test('with endless headers is refused', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });
});
