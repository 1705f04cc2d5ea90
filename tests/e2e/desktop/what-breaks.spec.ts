import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kimiShell } from '../../support/cli.ts';
import { expect, test } from '../../support/e2e.ts';
import { AppWindow } from '../../support/window/app-window.ts';

/** How long a stopped process stands still: the time is the experiment itself. */
const STOPPED_MS = 10_000;

test('a page that crashes comes back in its window, on the same sessions', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('echo kept-$((1 + 1))\n');
  await terminal.shows('kept-2');
  const [id = 0] = await desktop.windows();
  await desktop.evaluate(({ BrowserWindow }, crashing: number) => {
    const contents = BrowserWindow.fromId(crashing)?.webContents;
    Object.assign(globalThis, {
      revived: new Promise((done) => contents?.once('render-process-gone', () => contents.once('dom-ready', done))),
    });
  }, id);
  await desktop.crash(id);
  await desktop.evaluate(() => (globalThis as unknown as { revived: Promise<void> }).revived);
  expect(await desktop.windows()).toEqual([id]);
  const same = await new AppWindow(await desktop.page(id)).connected();
  const back = same.terminal('by hand');
  await back.shows('kept-2');
  await back.type('echo on-$((1 + 2))\n');
  await back.shows('on-3');
});

test('the app is killed and started again: sessions ran on, and the window is where it was', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('i=0; while :; do i=$((i+1)); echo "count $i"; sleep 0.2; done\n');
  await terminal.shows('count 3');
  await desktop.killHard();
  await desktop.start();
  const again = await openWindow();
  await (await again.show('by hand')).shows(/count \d{2,}/);
});

test('the gateway is killed: terminals go on over another', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('echo before-$((1 + 1))\n');
  await terminal.shows('before-2');
  const killed = await desktop.gatewayPid();
  process.kill(killed, 'SIGKILL');
  // The page hears of it before another is started; what is typed from then on is kept until that one lets it in.
  await expect.poll(() => desktop.gatewayPid().catch(() => killed)).not.toBe(killed);
  await terminal.type('echo after-$((1 + 2))\n');
  await terminal.shows('after-3');
});

test('the gateway stands still for ten seconds: the app and commands go on, and what was typed arrives after it, once and in order', async ({
  desktop,
  openWindow,
  folder,
}) => {
  test.setTimeout(120_000);
  const window = await openWindow();
  const terminal = await window.start({ agent: 'shell', name: 'by hand', folder });
  await terminal.type('echo before-$((1 + 1))\n');
  await terminal.shows('before-2');
  const gateway = await desktop.gatewayPid();
  process.kill(gateway, 'SIGSTOP');
  const over = delay(STOPPED_MS);
  for (const key of ['a', 'b', 'c']) await terminal.type(`echo ${key}-$((1 + 1)) >> typed\n`);
  expect((await kimiShell(desktop.dataFolder, ['session', 'create', 'meanwhile', '--agent', 'shell', '--cwd', folder])).code).toBe(0);
  await window.says('meanwhile', ['idle', 'working']);
  await over;
  expect(existsSync(join(folder, 'typed')), 'it stood still all the while').toBe(false);
  process.kill(gateway, 'SIGCONT');
  await terminal.type('echo after-$((1 + 2))\n');
  await terminal.shows('after-3');
  expect(await readFile(join(folder, 'typed'), 'utf8')).toBe('a-2\nb-2\nc-2\n');
  expect(await desktop.gatewayPid(), 'it is the same one').toBe(gateway);
});

test('asked to end from the command line, the app ends in order', async ({ desktop, openWindow, folder }) => {
  const window = await openWindow();
  await window.start({ agent: 'shell', name: 'by hand', folder });
  await desktop.evaluate(({ app }) => void setImmediate(() => app.quit()));
  expect(await desktop.ended).toBe(0);
  await desktop.start();
  const again = await openWindow();
  await again.says('by hand', ['idle', 'working']);
});
