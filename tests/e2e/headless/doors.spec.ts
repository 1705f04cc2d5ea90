import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { kimiShell, kimiShellJson } from '../../support/cli.ts';
import { expect, freshLink, linkOf, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';
import { AppWindow } from '../../support/window/app-window.ts';

test.use({ appOptions: { demo: false } });

test('a page asks for nothing that its own policy forbids', async ({ openWindow, folder }) => {
  const watch = () => {
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sourceFile }) => {
      refused.push(`${effectiveDirective} ${sourceFile}`);
    });
    Object.assign(window, { refused });
  };
  const opened = await openWindow({ prepare: async (page) => void (await page.addInitScript(watch)) });
  await opened.start({ agent: 'shell', folder, name: 'policy' });
  await opened.openSettings();
  expect(await opened.page.evaluate(() => Reflect.get(window, 'refused'))).toEqual([]);
});

test.describe('the link of the page', () => {
  test('lets one browser tab in, once; the second is told how to get another', async ({ app, browser }) => {
    const link = await freshLink(app);
    const first = await browser.newPage();
    await AppWindow.open(first, link);
    expect(first.url(), 'the code has left the address bar').not.toContain('code=');

    const second = await browser.newPage();
    await second.goto(link);
    await expect(second.getByRole('heading', { name: text('window.refused.title') })).toBeVisible();
    await expect(second.getByText(text('window.refused.link-used'))).toBeVisible();
    await expect(second.getByText('kimi-shell serve').first()).toBeVisible();
    await expect(second.getByText(text('window.refused.safe'))).toBeVisible();
    await Promise.all([first.close(), second.close()]);
  });

  test('is refused when its code is wrong, and the page without any link too', async ({ app, page }) => {
    const { origin } = new URL(await linkOf(app));
    await page.goto(`${origin}/#code=${'w'.repeat(43)}`);
    await expect(page.getByText(text('window.refused.link-wrong'))).toBeVisible();
    await page.goto('about:blank');
    await page.goto(origin);
    await expect(page.getByText(text('window.refused.no-link'))).toBeVisible();
  });

  test('is good for reloads of the same tab', async ({ openPage }) => {
    const window = await openPage();
    await window.page.reload();
    await window.isConnected();
  });

  test('is of no use after "page revoke": the page and its terminal are closed for good, what runs runs on', async ({
    app,
    folder,
    openPage,
  }) => {
    const window = await openPage();
    const terminal = await window.start({ agent: 'shell', folder, name: 'kept' });
    const sockets: string[] = [];
    await terminal.run('echo before');
    await terminal.shows('\nbefore');
    window.page.on('websocket', (socket) => sockets.push(socket.url()));
    const { pages } = await kimiShellJson<{ pages: number }>(app.dataFolder, ['page', 'revoke']);
    expect(pages).toBe(1);
    await expect(window.page.getByRole('heading', { name: text('window.refused.title') })).toBeVisible();
    await expect(window.page.getByText(text('window.refused.secret'))).toBeVisible();
    // A session of the command line is not a page, and the shell has heard nothing.
    expect((await kimiShell(app.dataFolder, ['session', 'send', 'kept', 'echo after'])).code).toBe(0);
    const again = await openPage();
    await (await again.show('kept')).shows('\nafter');
    expect(sockets, 'it does not knock again').toEqual([]);
  });

  test('leaves no cookie, and the page comes with a strict content security policy', async ({ app, page }) => {
    const answers: Record<string, string>[] = [];
    page.on('response', (response) => answers.push(response.headers()));
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
    });
    await AppWindow.open(page, await linkOf(app));
    expect(await page.context().cookies()).toEqual([]);
    expect(answers.length).toBeGreaterThan(1);
    for (const headers of answers) {
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    expect(problems, 'the page itself keeps to its policy').toEqual([]);
  });
});

test.describe('a page from elsewhere', () => {
  test('cannot open the WebSockets, spend a code or read anything', async ({ app, page, folder }) => {
    const own = new URL(await linkOf(app));
    const { url, ticket } = await asOwner(app.dataFolder, async (client) => {
      const session = await client.session.create({ name: 'not for strangers', agent: 'shell', cwd: folder });
      return client.terminal.attach({ session: session.id, rights: 'write' });
    });
    const stranger = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>stranger</title>');
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    try {
      await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
      expect(await dial(page, `ws://${own.host}/rpc`)).toBe('refused');
      expect(await dial(page, url, JSON.stringify({ v: 1, ticket, mode: 'screen', credit: 65536 }))).toBe('refused');

      const code = own.hash.slice('#code='.length);
      const traded = await page.evaluate(
        async ([address, body]) => {
          try {
            const answer = await fetch(address ?? '', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: body ?? '',
            });
            return await answer.text();
          } catch {
            return 'refused';
          }
        },
        [`${own.origin}/api/trade`, JSON.stringify({ code })],
      );
      expect(traded).toBe('refused');
      // Without a preflight, as a form could send it: the code must stay unspent, as the last line proves.
      const sent = await page.evaluate(
        async ([address, body]) => {
          try {
            const headers = { 'content-type': 'text/plain' };
            const answer = await fetch(address ?? '', { method: 'POST', mode: 'no-cors', headers, body: body ?? '' });
            return answer.type;
          } catch {
            return 'refused';
          }
        },
        [`${own.origin}/api/trade`, JSON.stringify({ code })],
      );
      expect(sent).toBe('refused');
      const read = await page.evaluate(async (address) => {
        try {
          return await (await fetch(address)).text();
        } catch {
          return 'refused';
        }
      }, own.origin);
      expect(read).toBe('refused');
      await AppWindow.open(page, own.href);
    } finally {
      stranger.closeAllConnections();
      await new Promise((closed) => stranger.close(closed));
    }
  });

  test('cannot show the app in a frame', async ({ app, page }) => {
    const { origin } = new URL(await linkOf(app));
    const stranger = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><iframe src="${origin}/"></iframe>`);
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    try {
      await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
      const framed = page.frameLocator('iframe');
      await expect(framed.locator('#root')).toHaveCount(0);
      expect(page.frames().map((frame) => frame.url())).not.toContain(`${origin}/`);
    } finally {
      stranger.closeAllConnections();
      await new Promise((closed) => stranger.close(closed));
    }
  });
});

/** Tries a WebSocket from inside the page: `refused` when it never opens. */
function dial(page: Page, address: string, first?: string): Promise<string> {
  return page.evaluate(
    ([to, hello]) =>
      new Promise<string>((done) => {
        const socket = new WebSocket(to ?? '');
        socket.onerror = () => done('refused');
        socket.onopen = () => {
          if (hello) socket.send(hello);
          else done('opened');
        };
        socket.onmessage = () => done('answered');
        socket.onclose = () => done('refused');
      }),
    [address, first],
  );
}
