import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib/chromium.mjs';

const executablePath = process.env.CHROMIUM_PATH ?? findChromium() ?? undefined;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Every spec runs a host, a holder, a browser and often Kimi itself; two at once on two cores would measure the machine.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium's own sandbox refuses to run as root, which containers are.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'headless', testIgnore: ['**/desktop/**', '**/electron/**'] },
    { name: 'desktop', testMatch: ['**/desktop/**/*.spec.ts'] },
    { name: 'electron', testMatch: ['**/electron/**/*.spec.ts'] },
  ],
});
