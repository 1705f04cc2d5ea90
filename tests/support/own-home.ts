import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../scripts/lib/chromium.mjs';

/**
 * Before a run of Vitest or Playwright: an empty home folder for everything that its tests start. What a person's own start-up files
 * do must not decide a test, and a shell that a test kills in the middle of them can leave a lock that each shell after it waits for
 * (pyenv's, a minute).
 * @returns what removes it again after the run
 */
export default async function ownHome(): Promise<() => Promise<void>> {
  // Playwright's own browsers are in the person's home: found before that is another one.
  const chromium = findChromium();
  if (chromium !== null) process.env.CHROMIUM_PATH = chromium;
  const home = await mkdtemp(join(tmpdir(), 'kimi-shell-home-'));
  process.env.HOME = home;
  if (process.platform === 'win32') process.env.USERPROFILE = home;
  return () => rm(home, { recursive: true, force: true, maxRetries: 5 });
}
