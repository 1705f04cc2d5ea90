import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DesktopApp } from '../../support/desktop-app.ts';
import { expect, test } from '../../support/e2e.ts';

// Electron's security checklist (docs/tutorial/security.md), one step an item, by its numbers. SECURITY.md has the table.

/** The web preferences that the app's own code made its first window with. */
const preferences = (desktop: DesktopApp) =>
  desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.options.webPreferences);

test('a window of the app follows the checklist', async ({ desktop, openWindow }) => {
  const app = await openWindow();
  const { page } = app;

  await test.step('1, 18: is loaded from app://, a secure context, and nothing of it from anywhere else', async () => {
    const urls = await desktop.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    );
    expect(urls).toEqual(['app://kimi-shell/index.html']);
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
    const origins = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin === location.origin),
    );
    expect(origins).not.toContain(false);
    const schemes = await desktop.evaluate(({ protocol }) => protocol.schemes);
    expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
  });

  await test.step('2: has no Node', async () => {
    const { nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker } = (await preferences(desktop)) ?? {};
    expect({ nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker }).toEqual({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
    });
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in window))).toEqual([]);
  });

  await test.step('3, 4: keeps its preload apart, in a sandbox, as every process of the app', async () => {
    expect(await preferences(desktop)).toMatchObject({ contextIsolation: true, sandbox: true });
    expect(await desktop.evaluate(({ app }) => app.record.sandboxed)).toBe(true);
  });

  await test.step('5: is granted copy and paste, and nothing else that a page can ask for', async () => {
    const granted = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'] as PermissionName[];
      const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
      return names.filter((_, i) => states[i]?.state === 'granted');
    });
    expect(granted).toEqual(['clipboard-read']);
    const answers = await desktop.evaluate(({ session }) => {
      const { requestHandler, checkHandler, deviceHandler } = session.defaultSession;
      const ask = (permission: string, url: string): boolean => {
        let answer = false;
        const details = { requestingUrl: url, isMainFrame: true };
        requestHandler?.(null as never, permission as never, (granted) => (answer = granted), details as never);
        return answer;
      };
      return {
        media: ask('media', 'app://kimi-shell/'),
        foreignPaste: ask('clipboard-read', 'https://kimi-shell/'),
        looksLikeUs: ask('clipboard-read', 'app://kimi-shell.example/'),
        ownPaste: ask('clipboard-read', 'app://kimi-shell/'),
        check: checkHandler?.(null, 'hid', 'app://kimi-shell', {} as never),
        device: deviceHandler?.({} as never),
      };
    });
    expect(answers).toEqual({ media: false, foreignPaste: false, looksLikeUs: false, ownPaste: true, check: false, device: false });
  });

  await test.step('6, 8, 9, 10: has no protection of Chromium turned off, and nothing experimental on', async () => {
    const made = (await preferences(desktop)) ?? {};
    expect(made).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false });
    expect(made).not.toHaveProperty('enableBlinkFeatures');
  });

  await test.step('7: has a policy under which it runs no foreign script and connects to nobody', async () => {
    const found = await page.evaluate(async () => {
      const { headers } = await fetch(location.href);
      const refused: string[] = [];
      const told = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          refused.push(effectiveDirective);
          if (refused.includes('script-src-elem') && refused.includes('connect-src')) resolve();
        });
      });
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      await fetch('http://127.0.0.1:9/').catch(() => null);
      try {
        new WebSocket('ws://127.0.0.1:9/');
      } catch {
        refused.push('WebSocket');
      }
      await told;
      return { policy: headers.get('content-security-policy'), refused, injected: 'injected' in window };
    });
    expect(found.policy).toContain("default-src 'none'");
    expect(found.policy).toContain("connect-src 'self';");
    expect(found.policy).toContain("script-src 'self';");
    expect(found.injected).toBe(false);
    expect(found.refused).toContain('script-src-elem');
    expect(found.refused).toContain('connect-src');
  });

  await test.step('11, 12: holds no <webview>', async () => {
    expect(await preferences(desktop)).toMatchObject({ webviewTag: false });
    const prevented = await desktop.evaluate(({ BrowserWindow }) => {
      let stopped = false;
      BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', { preventDefault: () => (stopped = true) }, {}, {});
      return stopped;
    });
    expect(prevented).toBe(true);
  });

  await test.step('13: goes nowhere', async () => {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end('elsewhere');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`;
    await page.evaluate((url) => location.assign(url), elsewhere);
    await app.isEmpty();
    await app.isConnected();
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, elsewhere);
    await app.isConnected();
    expect(hits).toEqual([]);
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
      'app://kimi-shell/index.html',
    );
    server.close();
    // Chromium connects ahead of what it is not allowed to ask.
    server.closeAllConnections();
  });

  await test.step('14, 15: opens no window; a web address goes to the browser, one of any other kind to nobody', async () => {
    const opened = () => desktop.evaluate(({ shell }) => shell.opened);
    for (const url of ['file:///etc/passwd', 'ssh://host/', 'https://example.org/page']) {
      await page.evaluate((to) => void globalThis.open(to), url);
    }
    await expect.poll(opened).toContain('https://example.org/page');
    expect(await opened()).toEqual(['https://example.org/page']);
    expect(await desktop.windows()).toHaveLength(1);
    await expect.poll(() => page.context().pages().length).toBe(1);
  });

  await test.step('17: is listened to, and nobody else: not another page, not a frame in it, not a page that is no window’s', async () => {
    const answered = await desktop.evaluate(({ BrowserWindow, ipcMain }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const heard: string[] = [];
      const as = (who: string, url: string, parent: unknown, sender: unknown, kind: unknown = 'engine') => {
        const frame = { url, parent, postMessage: () => heard.push(who) };
        ipcMain.emit('kimi-shell:connect', { sender, senderFrame: frame, ports: [] }, kind);
      };
      as('a foreign page', 'https://example.org/', null, contents);
      as('one that looks like ours', 'app://kimi-shell.example.org/', null, contents);
      as('a frame', 'app://kimi-shell/index.html', {}, contents);
      as('no window', 'app://kimi-shell/index.html', null, {});
      as('something else', 'app://kimi-shell/index.html', null, contents, 'anything');
      ipcMain.emit('kimi-shell:connect', { sender: contents, senderFrame: null, ports: [] }, 'engine');
      as('our page', 'app://kimi-shell/index.html', null, contents);
      return { heard, channels: ipcMain.eventNames() };
    });
    expect(answered).toEqual({ heard: ['our page'], channels: ['kimi-shell:connect'] });
  });

  await test.step('20: finds nothing of Electron, but a function that asks for a port, and one that says where a file lies that it was given', async () => {
    const bridge = await page.evaluate(() => {
      const { kimiShell } = window as unknown as { kimiShell: Record<string, unknown> };
      return Object.entries(kimiShell).map(([name, value]) => `${name}: ${typeof value}`);
    });
    expect(bridge).toEqual(['connect: function', 'pathOf: function']);
  });
});

test('the developer tools are off in what is installed', async ({ desktop, openWindow }) => {
  await openWindow();
  const packaged = await desktop.evaluate(({ app }) => app.isPackaged);
  expect((await preferences(desktop))?.devTools).toBe(!packaged);
});

test('dumps of crashes stay in the data folder', async ({ desktop, openWindow }) => {
  await openWindow();
  expect(await desktop.evaluate(({ app }) => app.getPath('crashDumps'))).toContain(desktop.dataFolder);
});
