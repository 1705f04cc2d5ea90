import { describe, expect, test } from 'vitest';
import { APP_PAGE, isOurs, serveApp } from '#main/hosts/electron/app-protocol.ts';
import { Origins } from '#main/hosts/electron/windows/hardening.ts';

const files = new Map([['/index.html', { body: Buffer.from('<p>'), type: 'text/html; charset=utf-8', etag: '', cache: '' }]]);

/** What the app answers under its own scheme. */
function ask(url: string, method = 'GET'): Promise<Response> | Response {
  let answer: (request: Request) => Response | Promise<Response> = () => Response.error();
  const handle = (_scheme: string, handler: unknown): void => {
    answer = handler as typeof answer;
  };
  serveApp({ handle }, Promise.resolve(files));
  return answer(new Request(url, { method }));
}

test.each([
  [APP_PAGE, true],
  ['app://kimi-shell/', true],
  ['app://kimi-shell.example/', false],
  ['app://kimi-shell@example/', false],
  ['app://kimi-shell:1/', false],
  ['https://kimi-shell/', false],
  ['file:///index.html', false],
  ['', false],
])('%s is ours: %s', (url, ours) => expect(isOurs(url)).toBe(ours));

test('another engine’s page may be shown once it was admitted, at its very origin', () => {
  const origins = new Origins();
  expect(origins.has('http://127.0.0.1:4000/')).toBe(false);
  origins.admit('http://127.0.0.1:4000');
  expect(origins.has('http://127.0.0.1:4000/#code=x')).toBe(true);
  expect(origins.has('http://127.0.0.1:4001/')).toBe(false);
  expect(origins.has('http://me@127.0.0.1:4000/')).toBe(false);
});

describe('app://', () => {
  test('serves the page with a policy that starts from nothing', async () => {
    const response = await ask(APP_PAGE);
    expect([response.status, await response.text()]).toEqual([200, '<p>']);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*connect-src 'self';/);
  });

  test.each([
    ['app://kimi-shell/../package.json', 'GET', 404],
    ['app://kimi-shell/%2e%2e/package.json', 'GET', 404],
    ['app://elsewhere/index.html', 'GET', 404],
    [APP_PAGE, 'POST', 405],
  ])('%s by %s is answered %i, with the same policy', async (url, method, status) => {
    const response = await ask(url, method);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
