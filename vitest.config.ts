import { defineConfig } from 'vitest/config';

// In CI a test that is late once is tried again, as the specs of the browser are; here a failure is a failure.
const retry = process.env.CI === undefined ? 0 : 1;
const common = {
  passWithNoTests: true,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  retry,
  globalSetup: ['tests/support/own-home.ts'],
  // As long as specs of the browser wait for something: the second that is usual is short for a real process on a busy machine.
  expect: { poll: { timeout: 15_000 } },
};

/** Unit tests share no state: a worker loads the sources once for all of its files. By itself vitest leaves one core of a small machine out. */
const light = { isolate: false, maxWorkers: 2 } as const;
/** These wait for real processes most of the time: three files at once keep two cores busy, more would wait for each other. They come after the others. */
const real = {
  maxWorkers: 3,
  testTimeout: 60_000,
  sequence: { groupOrder: 1 },
} as const;
/** Those that take longer than somebody waits: `npm run check` runs them. */
const LONG = 'tests/integration/**/*.long.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'unit', include: ['tests/unit/**/*.test.ts'], exclude: ['tests/unit/renderer/**'], ...light } },
      { test: { ...common, name: 'integration', include: ['tests/integration/**/*.test.ts'], exclude: [LONG], ...real } },
      { test: { ...common, name: 'integration-long', include: [LONG], ...real } },
      { test: { ...common, name: 'renderer', include: ['tests/unit/renderer/**/*.test.{ts,tsx}'], ...light } },
    ],
    coverage: { provider: 'v8', include: ['src-*/**/*.{ts,tsx}'], exclude: ['**/types.ts', '**/*.d.ts'] },
  },
});
