import { startDesktopApp } from '../../support/desktop-app.ts';
import { expect, test } from '../../support/e2e.ts';
import { startHeadlessApp } from '../../support/headless-app.ts';
import { asOwner } from '../../support/owner-client.ts';
import { AppWindow } from '../../support/window/app-window.ts';

test('where a person serves already, the app is a window on that engine, and leaves it running', async ({ folder }) => {
  const serving = await startHeadlessApp({ demo: true });
  try {
    const desktop = await startDesktopApp({ demo: true, dataFolder: serving.dataFolder });
    const window = await new AppWindow(await desktop.openWindow()).connected();
    await window.start({ agent: 'shell', name: 'by hand', folder });
    expect(new URL(window.page.url()).origin).toBe(new URL(serving.link).origin);
    expect(await window.page.evaluate(() => 'kimiShell' in globalThis)).toBe(false);
    await window.page.reload();
    await window.isConnected();
    await desktop.evaluate(({ app }) => void setImmediate(() => app.quit()));
    expect(await desktop.ended).toBe(0);
    process.kill(serving.pid, 0);
  } finally {
    await serving.close();
  }
});

test('it has tray, notifications, menus and places there as with an engine of its own', async ({ folder }) => {
  const serving = await startHeadlessApp({});
  const { dataFolder } = serving;
  try {
    const desktop = await startDesktopApp({ dataFolder });
    const window = await new AppWindow(await desktop.openWindow()).connected();
    const tray = () => desktop.evaluate(({ Tray }) => [...Tray.all][0]?.menu?.items.map(({ label }) => label) ?? []);

    // What another program of the person's does is told here, and leads to its place.
    await asOwner(dataFolder, (client) => client.session.create({ name: 'broken', cwd: folder, agent: 'shell', args: ['-c', 'exit 3'] }));
    await expect
      .poll(() => desktop.evaluate(({ Notification }) => [...Notification.shown].map(({ title }) => title)))
      .toEqual(['broken broke down']);
    await expect.poll(tray).toContain('broken: ended with code 3');
    await expect.poll(() => desktop.evaluate(({ app }) => app.record.badge)).toBe(1);
    await desktop.evaluate(({ Notification }) => [...Notification.shown][0]?.click());
    await expect(window.page.getByRole('heading', { level: 1, name: 'broken' })).toBeVisible();
    await expect.poll(() => desktop.evaluate(({ app }) => app.record.badge)).toBe(0);

    // The menu speaks the language of that engine's settings, and acts in the window.
    const menu = () => desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
    expect(await menu()).toContain('Session');
    await asOwner(dataFolder, (client) => client.settings.set({ key: 'language', value: 'zh-CN' }));
    await expect.poll(menu).toContain('会话');
    await asOwner(dataFolder, (client) => client.settings.set({ key: 'language', value: 'en' }));
    await expect.poll(tray).toContain('Open Kimi Shell');

    // Closed to the tray and opened from it, moved, and there again at the next start.
    await asOwner(dataFolder, (client) => client.settings.set({ key: 'desktop.closeToTray', value: 'true' }));
    const visible = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()));
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(visible).toEqual([false]);
    await desktop.evaluate(({ Tray }) => [...Tray.all][0]?.menu?.find(({ label }) => label === 'Open Kimi Shell')?.click());
    await expect.poll(visible).toEqual([true]);
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 60, width: 1000, height: 700 }));
    await desktop.evaluate(({ app }) => void setImmediate(() => app.quit()));
    expect(await desktop.ended).toBe(0);
    process.kill(serving.pid, 0);
    await desktop.start();
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({
      x: 120,
      y: 60,
      width: 1000,
      height: 700,
    });
    await desktop.killHard();
  } finally {
    await serving.close();
  }
});
