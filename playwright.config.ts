import { defineConfig } from '@playwright/test';
import { CHROMIUM_OPTIONS } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Every spec runs a host, a holder, a browser and often Kimi itself; two at once on two cores would measure the machine.
  workers: 1,
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
    { name: 'headless', testIgnore: ['**/desktop/**', '**/electron/**'] },
    { name: 'desktop', testMatch: ['**/desktop/**/*.spec.ts'] },
    { name: 'electron', testMatch: ['**/electron/**/*.spec.ts'] },
  ],
});
