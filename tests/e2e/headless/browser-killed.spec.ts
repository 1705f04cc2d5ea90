import { chromium } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../support/chromium.ts';
import { expect, freshLink, test } from '../../support/e2e.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { isRunning, processesMarked } from '../../support/processes.ts';
import { AppWindow } from '../../support/window/app-window.ts';

test('a killed browser takes nothing with it: a new one shows the same session and screen', async ({ app, folder, openWindow }) => {
  const profile = `${folder}/profile`;
  const doomed = await chromium.launchPersistentContext(profile, { ...CHROMIUM_OPTIONS, viewport: { width: 1280, height: 800 } });
  const window = await AppWindow.open(doomed.pages()[0] ?? (await doomed.newPage()), await freshLink(app));
  const terminal = await startTrustedKimi(window, { name: 'survivor', folder });
  await prompt(terminal, 'slow please');
  await terminal.shows('word5 ');

  const browser = (await processesMarked(profile)).filter(({ command }) => command.includes('chrom'));
  expect(browser.length).toBeGreaterThan(0);
  for (const { pid } of browser) process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await Promise.all(browser.map(({ pid }) => isRunning(pid)))).some(Boolean)).toBe(false);

  const other = await openWindow();
  await expect(other.session('survivor')).toBeVisible();
  const again = await other.show('survivor');
  await again.shows('that was the last word', { timeout: 30_000 });
  await again.shows(/word1 word2 word3/);
  await other.says('survivor', ['finished', 'idle']);
  await prompt(again, 'say a plain hello');
  await again.shows('This is a plain answer from the scripted demo.');
});
