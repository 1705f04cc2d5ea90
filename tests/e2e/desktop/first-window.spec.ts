import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startDesktopApp } from '../../support/desktop-app.ts';
import { expect, test } from '../../support/e2e.ts';
import { AppWindow } from '../../support/window/app-window.ts';

test('the app opens a window, whose shell shows what is typed', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  await window.isEmpty();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('echo $((20 + 22))\n');
  await terminal.shows('42');
  // Over ports: the page opens no connection of its own.
  const connections = await window.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(connections.filter((name) => /^wss?:|\/rpc/.test(name))).toEqual([]);
  expect(await desktop.windows()).toHaveLength(1);
});

test('a reloaded window goes on where it was, and a second one shows the same', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('echo before-$((1 + 1))\n');
  await terminal.shows('before-2');
  await window.page.reload();
  await window.isConnected();
  await terminal.shows('before-2');
  await terminal.type('echo after-$((1 + 2))\n');
  await terminal.shows('after-3');
  const second = await openWindow();
  const same = await second.show('by hand');
  await same.shows('after-3');
});

test('the window is there before the engine is, and connects when it comes', async ({ folder }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-desktop-'));
  // Whoever has the turn is about to be the folder's engine: ours waits for it.
  const turn = new Database(join(dataFolder, 'engine.next.db'));
  turn.exec('BEGIN EXCLUSIVE');
  const desktop = await startDesktopApp({ dataFolder, until: 'window' });
  try {
    const page = await desktop.openWindow();
    await expect(page.getByText('Connecting')).toBeVisible();
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
    expect(existsSync(join(dataFolder, 'engine.json'))).toBe(false);
    turn.close();
    const window = await new AppWindow(page).connected();
    const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
    await terminal.run('echo $((20 + 22))');
    await terminal.shows('42');
  } finally {
    turn.close();
    await desktop.close();
  }
});
