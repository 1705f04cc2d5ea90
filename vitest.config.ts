import { defineConfig } from 'vitest/config';

// In CI a test that is late once is tried again, as the specs of the browser are; here a failure is a failure.
const retry = process.env.CI === undefined ? 0 : 1;
const common = { passWithNoTests: true, testTimeout: 30_000, hookTimeout: 30_000, retry } as const;

const shared = { isolate: false, maxWorkers: 2 } as const;

export default defineConfig({
  test: {
    projects: [
      // Unit tests share no state, so a worker loads the sources once for all of its files. On a small machine vitest leaves one core out.
      { test: { ...common, name: 'unit', include: ['tests/unit/**/*.test.ts'], exclude: ['tests/unit/renderer/**'], ...shared } },
      // These wait for real processes most of the time: three files at once keep two cores busy, more would wait for each other.
      { test: { ...common, name: 'integration', include: ['tests/integration/**/*.test.ts'], maxWorkers: 3, testTimeout: 60_000 } },
      { test: { ...common, name: 'renderer', include: ['tests/unit/renderer/**/*.test.{ts,tsx}'], ...shared } },
    ],
    coverage: { provider: 'v8', include: ['src-*/**/*.{ts,tsx}'], exclude: ['**/types.ts', '**/*.d.ts'] },
  },
});
