import { startDesktopApp } from '../../support/desktop-app.ts';
import { expect, test } from '../../support/e2e.ts';
import { startHeadlessApp } from '../../support/headless-app.ts';
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
