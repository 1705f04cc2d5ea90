import { resolve } from 'node:path';
import { kimiShell } from '../../support/cli.ts';
import { expect, test } from '../../support/e2e.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { LINE_BYTES } from '../../support/output-generator.mjs';
import { expectedOutput, OUTPUT_GENERATOR } from '../../support/output-verifier.ts';
import { asOwner } from '../../support/owner-client.ts';
import { readRecording } from '../../support/recording.ts';
import { text } from '../../support/texts.ts';
import { AppWindow } from '../../support/window/app-window.ts';

const NODE = resolve(import.meta.dirname, '../../../node_modules/node/bin/node');

test.describe('kill -9 of the engine', () => {
  test('in mid-answer: the answer goes on, and the same page finds its terminal again by itself', async ({ app, folder, openPage }) => {
    const window = await openPage();
    const terminal = await startTrustedKimi(window, { name: 'mid-answer', folder });
    await prompt(terminal, 'slow please');
    await terminal.shows('word5 ');
    const watched = await terminal.watch('word1 ');

    await app.killHard();
    await expect(window.banner).toBeVisible();
    await expect(terminal.pane.getByText(text('window.pane.lost'))).toBeVisible();
    expect(await terminal.screen(), 'the last screen stays').toContain('word5');

    await app.start();
    await window.isConnected();
    await expect(window.banner).toBeHidden();
    await terminal.shows('that was the last word', { timeout: 30_000 });
    await terminal.shows(/word1 word2 word3 .*word9/s);
    const { frames, without } = await watched();
    expect(without, `frames of ${frames} without what was drawn before`).toBe(0);
    expect(frames).toBeGreaterThan(10);
    await window.says('mid-answer', ['finished', 'idle']);
    await prompt(terminal, 'say a plain hello');
    await terminal.shows('This is a plain answer from the scripted demo.');
  });

  test('again and again while output flows: not a byte of it is missing, doubled or changed @long', async ({ app, folder, openPage }) => {
    const bytes = 40_000 * LINE_BYTES;
    const command = `exec '${NODE}' '${OUTPUT_GENERATOR}' --bytes ${bytes} --rate 400000`;
    const made = await asOwner(app.dataFolder, (client) =>
      client.session.create({ name: 'flowing', agent: 'shell', cwd: folder, args: ['-c', command] }),
    );
    const window = await openPage();
    const terminal = await window.show('flowing');
    for (let round = 1; round <= 3; round++) {
      await terminal.shows(/the quick brown fox/);
      await app.killHard();
      await expect(window.banner).toBeVisible();
      await app.start();
      await expect(window.banner).toBeHidden();
    }
    await window.says('flowing', 'exited');
    const all = expectedOutput('seed', 0, bytes);

    const { gaps, bytes: recorded } = await readRecording(app.dataFolder, made.id, 0);
    expect(gaps).toEqual([]);
    expect(recorded.equals(all)).toBe(true);
    const { code, stdout } = await kimiShell(app.dataFolder, ['session', 'tail', made.id, '--from', '0']);
    expect(code).toBe(0);
    expect(stdout.equals(all)).toBe(true);
    // And the window drew its end: the last line but one, whole.
    await terminal.shows(all.subarray(-2 * LINE_BYTES, -LINE_BYTES - 2).toString());
  });

  test('while a Kimi waits for approval: it waits still, and is answered after', async ({ app, folder, openPage }) => {
    const window = await openPage();
    const terminal = await startTrustedKimi(window, { name: 'patient', folder });
    await prompt(terminal, 'run a command');
    await window.says('patient', 'waiting', 'echo hello from the demo');
    await app.killHard();
    await expect(window.banner).toBeVisible();
    await app.start();
    await expect(window.banner).toBeHidden();
    await window.says('patient', 'waiting', 'echo hello from the demo');
    await terminal.isConnected();
    await terminal.press('1');
    await terminal.shows('The command printed: hello from the demo');
    await window.says('patient', ['finished', 'idle']);
  });

  test('the button of the banner tries at once', async ({ app, openPage }) => {
    const window = await openPage();
    const { page } = window;
    // The longest that chance can make a pause, so that it is known which try is whose.
    await page.addInitScript(() => {
      Math.random = () => 0.999;
    });
    await page.reload();
    await window.isConnected();
    await app.killHard();
    // Two of them, so that no look comes too late.
    const next = (...either: number[]) =>
      page.getByText(new RegExp(either.map((seconds) => text('window.banner.retry-in', { seconds })).join('|'))).first();
    await expect(next(6, 7)).toBeVisible({ timeout: 30_000 });
    await expect(next(4, 5)).toBeVisible();
    await page
      .getByRole('button', { name: text('window.banner.retry') })
      .first()
      .click();
    // It was tried, and nobody was there: by itself that would have been three seconds later at the soonest.
    await expect(next(7, 8)).toBeVisible({ timeout: 3000 });
    await app.start();
    await expect(window.banner).toBeHidden();
    await window.isConnected();
  });

  test('a place whose code had not come says so in words, and trying again never gives the window away for a page of the browser', async ({
    app,
    newContext,
  }) => {
    const page = await (await newContext({})).newPage();
    const code = '**/assets/logs-page-*.js';
    await page.route(code, (route) => route.abort());
    const { url } = await asOwner(app.dataFolder, (client) => client.system.link({}));
    const window = await AppWindow.open(page, url);
    await app.killHard();
    await expect(window.banner).toBeVisible();

    await page.getByRole('button', { name: text('window.place.logs'), exact: true }).click();
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert).toContainText(text('error.ENGINE_UNREACHABLE.todo'));
    const browsers = alert.getByText(/dynamically imported/);
    await expect(browsers, 'the words of the browser are not ours').toBeHidden();
    await alert.getByText(text('window.details')).click();
    await expect(browsers).toBeVisible();

    const again = page.getByRole('button', { name: text('window.retry'), exact: true });
    const refused = page.waitForEvent('requestfailed', (request) => new URL(request.url()).pathname === '/');
    await again.click();
    await refused;
    await expect(window.banner, 'the window is still there').toBeVisible();

    await page.unroute(code);
    await app.start();
    await expect(window.banner).toBeHidden();
    const loaded = page.waitForEvent('load');
    await again.click();
    await loaded;
    await window.isConnected();
    await page.getByRole('button', { name: text('window.place.logs'), exact: true }).click();
    await expect(page.getByRole('searchbox', { name: text('window.logs.search') })).toBeFocused();
  });
});

test('an engine that is stopped and closes nothing: the window says how old is what it shows, and comes back by itself', async ({
  app,
  folder,
  openPage,
}) => {
  await asOwner(app.dataFolder, (client) => client.session.create({ name: 'shown', agent: 'shell', cwd: folder }));
  const window = await openPage();
  await window.show('shown');
  process.kill(app.pid, 'SIGSTOP');
  try {
    // Three heartbeats have to be missing first.
    await expect(window.banner).toBeVisible({ timeout: 30_000 });
    const age = async () => Number(/ (\d+)s /.exec((await window.page.getByText(/\d+s ago/).textContent()) ?? '')?.[1]);
    const first = await age();
    // From when the engine was heard last, not from when that was noticed.
    expect(first).toBeGreaterThanOrEqual(10);
    await expect.poll(age).toBeGreaterThan(first);
  } finally {
    process.kill(app.pid, 'SIGCONT');
  }
  await expect(window.banner).toBeHidden({ timeout: 20_000 });
  await window.isConnected();
});
