import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SystemStatus } from '#shared/contract/index.ts';
import { kimiShell, kimiShellJson } from '../../support/cli.ts';
import { expect, test } from '../../support/e2e.ts';
import type { HeadlessApp } from '../../support/headless-app.ts';

test.use({ appOptions: { demo: false } });

const ROOT = resolve(import.meta.dirname, '../../..');
/** Lines far above the screen, and above the thousand that a picture of it brings. */
const LINES = 1500;

/** `kimi-shell serve` in a process of its own; resolves when it has printed its link. */
async function serve(dataFolder: string) {
  const child = spawn(join(ROOT, 'node_modules/node/bin/node'), [join(ROOT, 'out/main/cli.js'), 'serve'], {
    cwd: dataFolder,
    env: { HOME: join(dataFolder, 'home'), SHELL: '/bin/sh', LANG: 'C.UTF-8', KIMI_SHELL_HOME: dataFolder, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const linked = new Promise<void>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('#code=')) done();
    });
    child.once('close', (code) => failed(new Error(`serve ended with ${code}: ${said}`)));
  });
  return { linked, end: () => Promise.all([once(child, 'close'), child.kill('SIGTERM')]) };
}

/** The app is started by hand: `kimi-shell serve`, or the desktop. */
const TAKES_OVER = {
  headless: async (app: HeadlessApp) => {
    const next = await serve(app.dataFolder);
    await next.linked;
    return { kind: 'serve', end: next.end };
  },
  desktop: async (app: HeadlessApp) => {
    await app.start();
    return { kind: 'desktop', end: app.killHard };
  },
};

test('who is started by hand takes over from the engine of a command: the open page goes on, never blank, and every key arrives once', async ({
  app,
  host,
  folder,
  openPage,
}) => {
  await app.killHard();
  const typed = join(folder, 'typed');
  const program = `i=1; while [ $i -le ${LINES} ]; do echo "line $i"; i=$((i+1)); done; stty -echo -icanon; exec cat > '${typed}'`;
  const create = ['session', 'create', 'kept', '--agent', 'shell', '--cwd', folder, '--', '-c', program];
  expect((await kimiShell(app.dataFolder, create)).code).toBe(0);
  const called = await kimiShellJson<SystemStatus>(app.dataFolder, ['status']);
  expect(called.engine.kind).toBe('call');

  const window = await openPage();
  const terminal = await window.show('kept');
  await terminal.shows(`line ${LINES}`);
  await terminal.focus();
  // Looked at in every frame from here on; a page that is loaded anew forgets it.
  await terminal.rowElements.first().evaluate((row) => {
    const seen = { frames: 0, blank: 0 };
    Object.assign(globalThis, { seen });
    const rows = row.parentElement;
    const look = () => {
      seen.frames += 1;
      if (rows?.isConnected !== true || (rows.textContent ?? '').trim() === '') seen.blank += 1;
      requestAnimationFrame(look);
    };
    look();
  });

  let over = false;
  let keys = '';
  const typing = (async () => {
    for (let i = 1; !over; i++) {
      const piece = `${i} `;
      keys += piece;
      await window.page.keyboard.type(piece, { delay: 10 });
    }
  })();
  const next = await TAKES_OVER[host === 'headless' ? 'headless' : 'desktop'](app);
  await window.isConnected();
  await terminal.isConnected();
  over = true;
  await typing;
  await expect.poll(() => readFile(typed, 'utf8')).toBe(keys);

  const status = await kimiShellJson<SystemStatus>(app.dataFolder, ['status']);
  expect(status.engine).toMatchObject({ kind: next.kind, url: called.engine.url });
  const { frames, blank } = await window.page.evaluate(() => (globalThis as unknown as { seen: { frames: number; blank: number } }).seen);
  expect(frames).toBeGreaterThan(10);
  expect(blank).toBe(0);
  await terminal.shows(`line ${LINES}`);
  await expect(window.banner).toBeHidden();
  await next.end();
});
