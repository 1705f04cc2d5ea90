import { defineConfig } from '@playwright/test';
import { CHROMIUM_OPTIONS } from './tests/support/chromium.ts';
import type { Host } from './tests/support/e2e.ts';

const HEADLESS = ['**/headless/**/*.spec.ts'];
const DESKTOP = ['**/desktop/**/*.spec.ts'];
/**
 * What reaches a window through its host as well: the engine and its end, terminals, files, keys, links, notifications, other windows. All else is
 * between page and engine, whoever hosts them, and seen once is enough.
 */
const THROUGH_HOST = [
  'engine-killed',
  'files-into-terminal',
  'flood-beside',
  'hand-over',
  'keyboard',
  'links',
  'notifications',
  'two-windows',
].map((name) => `**/headless/${name}.spec.ts`);
/** Specs that take longer than somebody waits. */
const LONG = /@long/;
const README = /@readme/;

export default defineConfig<{ host: Host }>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/support/own-home.ts',
  // Every spec runs a host, a holder, a browser and often Kimi itself, and waits for them most of the time: two at once keep one core busy.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  // On a machine that other work shares a spec may be late once; one that needs the second try is named in the report.
  retries: process.env.CI === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    // A trace records every frame of every terminal: a third of the machine, and all of it thrown away when the test is green.
    trace: process.env.TRACE === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: CHROMIUM_OPTIONS,
  },
  projects: [
    { name: 'headless', testMatch: HEADLESS, grepInvert: LONG },
    // Tier two; one at a time, because they measure.
    { name: 'long', testMatch: HEADLESS, grep: LONG, workers: 1 },
    // Tier two: pictures against the golden ones. Each takes hundreds.
    { name: 'pictures', testDir: 'tests/pictures', grepInvert: README, timeout: 15 * 60_000 },
    { name: 'readme', testDir: 'tests/pictures', grep: README },
    // The desktop on the double of Electron: its own specs, and those of the window that its host has a part in.
    { name: 'desktop', testMatch: [...DESKTOP, ...THROUGH_HOST], grepInvert: LONG, use: { host: 'desktop' } },
    // The same, and all of the window, in Electron itself, where its binary is.
    { name: 'electron', testMatch: [...DESKTOP, ...HEADLESS], grepInvert: LONG, use: { host: 'electron' } },
  ],
});
