import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const STEPS = pathToFileURL(join(ROOT, 'scripts/lib/steps.mjs')).href;

/** Runs steps in a process of their own, as `npm test` does, and gives its exit code and last line. */
function stepsOf(folder: string, body: string): { readonly code: number; readonly last: string; readonly output: string } {
  const script = join(folder, 'steps.mjs');
  const program = `import { Steps, vitestCounts, playwrightCounts } from ${JSON.stringify(STEPS)};
const steps = new Steps(); const node = process.execPath;
const report = (json, code = 0) => (file) => ({ file: node, args: ['-e', 'const [f, j, c] = process.argv.slice(1); if (j) require("fs").writeFileSync(f, j); process.exitCode = Number(c)', file, json, String(code)] });
${body}
process.exitCode = steps.finish();`;
  writeFileSync(script, program);
  try {
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { code: 0, last: output.trimEnd().split('\n').at(-1) ?? '', output };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, last: stdout.trimEnd().split('\n').at(-1) ?? '', output: stdout };
  }
}

const VITEST = { numPassedTests: 7, numFailedTests: 0, testResults: [] };
const PLAYWRIGHT = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 }, errors: [] };

describe('the steps of npm test', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kimi-shell-steps-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('end with one plain line that sums everything up', () => {
    const { code, last } = stepsOf(
      folder,
      `await steps.check('one', node, ['-e', '']);
       await steps.tests('two', report(${JSON.stringify(JSON.stringify(VITEST))}), vitestCounts);
       await steps.tests('three', report(${JSON.stringify(JSON.stringify(PLAYWRIGHT))}), playwrightCounts);`,
    );
    expect({ code, last }).toEqual({ code: 0, last: '11 passed, 0 failed' });
  });

  it('all run, whatever fails before them', () => {
    const { code, last, output } = stepsOf(
      folder,
      `await steps.check('bad', node, ['-e', 'process.exit(3)']);
       steps.fail('impossible', 'there is no browser');
       await steps.check('good', node, ['-e', '']);`,
    );
    expect({ code, last }).toEqual({ code: 1, last: '1 passed, 2 failed' });
    expect(output).toMatch(/FAILED {2}bad/);
    expect(output).toMatch(/ok {6}good/);
  });

  it('name what failed and why, before the sums', () => {
    const vitest = {
      numPassedTests: 0,
      numFailedTests: 1,
      testResults: [
        {
          name: join(ROOT, 'tests/a.test.ts'),
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'a door opens', failureMessages: ['\u001b[31mError: shut\u001b[39m\n    at x'] },
          ],
        },
        { name: join(ROOT, 'tests/b.test.ts'), status: 'failed', message: 'SyntaxError: b', assertionResults: [] },
      ],
    };
    const spec = (title: string, status: string) => ({
      file: 'c.spec.ts',
      line: 3,
      title,
      tests: [{ status, results: [{ error: { message: `${title}: late\nat y` } }, {}] }],
    });
    const playwright = {
      stats: { expected: 0, unexpected: 1, flaky: 1 },
      errors: [],
      suites: [{ specs: [spec('once', 'flaky')], suites: [{ specs: [spec('always', 'unexpected')] }] }],
    };
    const { last, output } = stepsOf(
      folder,
      `await steps.tests('two', report(${JSON.stringify(JSON.stringify(vitest))}, 1), vitestCounts);
       await steps.tests('three', report(${JSON.stringify(JSON.stringify(playwright))}, 1), playwrightCounts);`,
    );
    expect(output.split('\n').filter((line) => line.startsWith('failed: '))).toEqual([
      'failed: two: tests/a.test.ts › a door opens: Error: shut',
      'failed: two: tests/b.test.ts: SyntaxError: b',
      'failed: three: c.spec.ts:3 always: always: late',
    ]);
    expect(last).toBe('1 passed, 3 failed');
  });

  it.each([
    ['says nothing and fails', `report('', 1)`],
    ['says nothing', `report('')`],
    ['is cut off', `report('{"numPassed')`],
    ['ran nothing', `report('{"numPassedTests":0,"numFailedTests":0,"testResults":[]}')`],
    ['passed and then fell over', `report('{"numPassedTests":1,"numFailedTests":0,"testResults":[]}', 1)`],
    [
      'has a file that does not load',
      `report('{"numPassedTests":1,"numFailedTests":0,"testResults":[{"status":"failed","assertionResults":[]}]}', 1)`,
    ],
  ])('count a runner as failed that %s', (_, command) => {
    const { code, last } = stepsOf(folder, `await steps.tests('tests', ${command}, vitestCounts);`);
    expect(code).toBe(1);
    expect(last).toMatch(/^\d passed, 1 failed$/);
  });

  it('stop a step that takes too long, with everything it started', () => {
    const body = `await steps.check('hangs', '/bin/sh', ['-c', 'sleep 600 & wait'], { timeoutMs: 300 });`;
    const startedAt = performance.now();
    expect(stepsOf(folder, body)).toMatchObject({ code: 1, last: '0 passed, 1 failed' });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
