import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHINESE, expect, test } from '../../support/e2e.ts';
import { prompt, trustFolder } from '../../support/kimi-steps.ts';
import { text, textsIn } from '../../support/texts.ts';

const DEMO_FILE = 'kimi-shell-demo.txt';

test.describe('the first session with a real Kimi', () => {
  test('a prompt is typed, an approval answered in the terminal, and the file it writes is on disk', async ({ openWindow, folder }) => {
    const window = await openWindow();
    await expect(window.page.getByRole('heading', { name: text('window.stage.first.title') })).toBeVisible();
    // What the demo's card says to try is what happens here.
    const ticked = window.sessions.getByRole('img', { name: text('window.demo.done'), exact: true });
    await expect(window.sessions.getByRole('region', { name: text('window.demo.title') })).toBeVisible();
    await expect(ticked).toHaveCount(0);

    const terminal = await window.start({ agent: 'kimi', folder, name: 'greeting' });
    await expect(ticked).toHaveCount(1);
    await terminal.shows('Trust this folder?', { timeout: 30_000 });
    await window.says('greeting', 'trust');
    await terminal.press('Enter');
    await terminal.shows(/context: \d+%/);
    await window.says('greeting', 'idle');

    await prompt(terminal, 'please write a file');
    await terminal.shows('Write this file?');
    await window.says('greeting', 'waiting', DEMO_FILE);
    // Who does not see the list hears it, and finds it no longer once it was answered.
    const heard = window.page.getByRole('status').filter({ hasText: `greeting: ${text('window.state.waiting')}.` });
    await expect(heard).toHaveCount(1);
    await expect(readFile(join(folder, DEMO_FILE))).rejects.toMatchObject({ code: 'ENOENT' });

    await terminal.press('1');
    await terminal.shows(`${DEMO_FILE} is written.`);
    await window.says('greeting', ['finished', 'idle']);
    await expect(heard).toHaveCount(0);
    expect(await readFile(join(folder, DEMO_FILE), 'utf8')).toBe('Written by the scripted demo of Kimi Shell.\n你好。\n');

    await expect(ticked).toHaveCount(2);
    const before = await terminal.screen();
    await window.page.reload();
    await window.isConnected();
    await expect.poll(() => terminal.screen(), { message: 'the reloaded page shows the same screen' }).toBe(before);
    await expect(ticked).toHaveCount(3);
    await window.sessions.getByRole('button', { name: text('window.demo.dismiss') }).click();
    await expect(ticked).toHaveCount(0);
  });

  test.describe('in a git folder, where Kimi writes files without asking', () => {
    for (const { language, say, app, window: opened } of [
      { language: 'English', say: text, app: {}, window: {} },
      { language: 'Chinese', say: textsIn('zh-CN'), ...CHINESE },
    ]) {
      test.describe(`in ${language}`, () => {
        test.use({ appOptions: { demo: true, env: app } });

        test("it asks all the same when it is told what the demo's card says", async ({ openWindow, folder }) => {
          await promisify(execFile)('git', ['init', '--quiet', folder]);
          const window = await openWindow(opened);
          const message = /“(.+)”/.exec(say('window.demo.step.start'))?.[1] ?? '';
          const terminal = await window.start({ agent: 'kimi', folder, name: 'in git', prompt: message });
          await terminal.shows('Trust this folder?', { timeout: 30_000 });
          await terminal.press('Enter');
          await terminal.shows('Run this command?', { timeout: 30_000 });
          const ticked = window.sessions.getByRole('img', { name: say('window.demo.done'), exact: true });
          await window.says('in git', 'waiting');
          await expect(ticked).toHaveCount(1);
          await terminal.press('1');
          await terminal.shows('hello from the demo');
          await expect(ticked).toHaveCount(2);
        });
      });
    }
  });

  test('the list says working while the answer comes, and done when it is through', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'kimi', folder, name: 'slow one' });
    await trustFolder(terminal);
    await prompt(terminal, 'slow please');
    await window.says('slow one', 'working');
    await terminal.shows('that was the last word', { timeout: 30_000 });
    await window.says('slow one', ['finished', 'idle']);
  });

  test('the first message given in the dialog is sent once the folder is trusted', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'kimi', folder, name: 'from the dialog', prompt: 'say a plain hello' });
    await terminal.shows('Trust this folder?', { timeout: 30_000 });
    await terminal.press('Enter');
    await terminal.shows('say a plain hello', { timeout: 30_000 });
    await terminal.shows('This is a plain answer from the scripted demo.');
    await window.says('from the dialog', ['finished', 'idle']);
  });

  test('an ended turn that nobody looked at is listed as done and unseen until it is opened', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const kimi = await window.start({ agent: 'kimi', folder, name: 'in the back' });
    await trustFolder(kimi);
    await prompt(kimi, 'slow please');
    await window.says('in the back', 'working');
    await window.start({ agent: 'shell', folder, name: 'in front' });

    const unseen = window.page.getByRole('heading', { name: text('window.group.done-unseen') });
    await expect(unseen).toBeVisible({ timeout: 30_000 });
    const first = window.sessions.getByRole('listitem').filter({ has: unseen }).locator('+ li');
    await expect(first).toContainText('in the back');
    await expect(first).toContainText(text('window.state.finished'));
    await window.show('in the back');
    await expect(unseen).toBeHidden();
  });
});
