import { expect, test } from '../../support/e2e.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { text } from '../../support/texts.ts';

test.describe('kill -9 of the engine', () => {
  test('in mid-answer: the answer goes on, and the same page finds its terminal again by itself', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    const terminal = await startTrustedKimi(window, { name: 'mid-answer', folder });
    await prompt(terminal, 'slow please');
    await terminal.shows('word5 ');

    await app.killHard();
    await expect(window.banner).toBeVisible();
    await expect(terminal.pane.getByText(text('window.pane.lost'))).toBeVisible();
    expect(await terminal.screen(), 'the last screen stays').toContain('word5');

    await app.start();
    await window.isConnected();
    await expect(window.banner).toBeHidden();
    await terminal.shows('that was the last word', { timeout: 30_000 });
    await terminal.shows(/word1 word2 word3 .*word9/s);
    await window.says('mid-answer', ['finished', 'idle']);
    await prompt(terminal, 'say a plain hello');
    await terminal.shows('This is a plain answer from the scripted demo.');
  });

  test('while a Kimi waits for approval: it waits still, and is answered after', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    const terminal = await startTrustedKimi(window, { name: 'patient', folder });
    await prompt(terminal, 'run a command');
    await window.says('patient', 'waiting', 'echo hello from the demo');
    await app.killHard();
    await expect(window.banner).toBeVisible();
    await app.start();
    await expect(window.banner).toBeHidden();
    await window.says('patient', 'waiting', 'echo hello from the demo');
    await terminal.press('1');
    await terminal.shows('The command printed: hello from the demo');
    await window.says('patient', ['finished', 'idle']);
  });

  test('the button of the banner tries at once', async ({ app, openWindow }) => {
    const window = await openWindow();
    await app.killHard();
    const retry = window.page.getByRole('button', { name: text('window.banner.retry') });
    await expect(retry).toBeVisible();
    await app.start();
    await retry.click();
    await expect(window.banner).toBeHidden();
    await window.isConnected();
  });
});
