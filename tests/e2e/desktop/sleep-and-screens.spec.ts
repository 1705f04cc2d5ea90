import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';

test('sleep, lock and a screen that goes away', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'ends alone', folder });
  const session = () => asOwner(desktop.dataFolder, (client) => client.session.show({ session: 'ends alone' }));

  // Behind a locked screen nobody sees what a window shows.
  await promisify(execFile)('mkfifo', [join(folder, 'go')]);
  await terminal.type('read word < go; exit 3\n');
  await desktop.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  // Waits until the shell reads.
  await writeFile(join(folder, 'go'), 'now\n');
  await window.says('ends alone', 'failed');
  await expect.poll(async () => (await session()).state).toBe('failed');
  expect((await session()).unseen).toBe(true);
  await desktop.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
  await window.page.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
  await expect.poll(async () => (await session()).unseen).toBe(false);

  // A link that lies about unused does not outlive a sleep; sessions and the window do.
  const { url } = await asOwner(desktop.dataFolder, (client) => client.system.link({}));
  await desktop.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  const log = () => readFile(join(desktop.dataFolder, 'logs', 'desktop.log'), 'utf8');
  await expect.poll(log).toContain('the machine goes to sleep');
  await desktop.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await expect.poll(log).toContain('the machine is awake');
  const { origin, hash } = new URL(url);
  const traded = await fetch(`${origin}/api/trade`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code: hash.replace('#code=', '') }),
  });
  expect(traded.ok).toBe(false);
  expect(await traded.text()).toContain('LINK_CODE_WRONG');
  const after = await window.start({ agent: 'shell', name: 'after', folder });
  await after.type('echo awake-$((40 + 2))\n');
  await after.shows('awake-42');

  // A screen is unplugged under the window, which comes to where a person can reach it.
  const bounds = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const display = await desktop.evaluate(({ screen }) => screen.plugIn({ x: 1920, y: 0, width: 1920, height: 1080 }).id);
  await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 2400, y: 60, width: 1000, height: 700 }));
  await desktop.evaluate(({ screen }, id) => screen.unplug(id), display);
  await expect.poll(bounds).toEqual({ x: 920, y: 60, width: 1000, height: 700 });

  // And it is there again at the next start.
  await desktop.evaluate(({ app, dialog }) => {
    dialog.answers.push(0);
    setImmediate(() => app.quit());
  });
  expect(await desktop.ended).toBe(0);
  await desktop.start();
  expect(await bounds()).toEqual({ x: 920, y: 60, width: 1000, height: 700 });
});
