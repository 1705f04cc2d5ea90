import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CACHE, ROOT } from './project.mjs';
import { run } from './run.mjs';

const REPORTS = join(CACHE, 'reports');
/** Failed tests that are named for a step: enough to see what they have in common. */
const MOST_NAMED = 30;

/**
 * Runs steps one after the other, all of them whatever fails, and ends with the line `N passed, N failed`. A step is a check
 * that passes or fails as a whole, or a runner whose JSON report says how many of its tests did.
 */
export class Steps {
  constructor() {
    this.results = [];
    mkdirSync(REPORTS, { recursive: true });
  }

  /** A check that counts as one. */
  async check(name, file, args, options = {}) {
    const startedAt = this.#begin(name);
    const code = await run(file, args, options);
    this.#end(name, startedAt, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }, code);
  }

  /**
   * A runner that writes a report. `command(reportPath)` gives file, args, options; `read(report)` gives {passed, failed} and, if
   * it can, `failures`: what failed and why, a line each. A runner that fails without saying which test did counts as one failure, and so does one that ran nothing.
   */
  async tests(name, command, read) {
    const report = join(REPORTS, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.json`);
    rmSync(report, { force: true });
    const startedAt = this.#begin(name);
    const { file, args, options } = command(report);
    const code = await run(file, args, options);
    const counts = existsSync(report) ? countsOf(report, read) : { passed: 0, failed: 0 };
    const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
    if (silent && counts.passed === 0) console.error(`${name}: no test ran`);
    this.#end(name, startedAt, silent ? { ...counts, failed: 1 } : counts, code);
  }

  /** A step that could not be run at all. */
  fail(name, reason) {
    console.error(`\n${name}: ${reason}`);
    this.results.push({ name, passed: 0, failed: 1, failures: [reason], seconds: 0 });
  }

  /** Prints what failed, every step's result and the total as the last line; returns the exit code. */
  finish() {
    console.log('');
    for (const { name, failures = [] } of this.results) {
      // Thousands of lines above, and often cut off, stand the runner's own words.
      for (const failure of failures.slice(0, MOST_NAMED)) console.log(`failed: ${name}: ${failure}`);
      if (failures.length > MOST_NAMED) console.log(`failed: ${name}: and ${failures.length - MOST_NAMED} more`);
    }
    const width = Math.max(...this.results.map(({ name }) => name.length));
    for (const { name, passed, failed, seconds } of this.results) {
      console.log(`${failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${passed} passed, ${failed} failed, ${seconds} s`);
    }
    const sum = (key) => this.results.reduce((total, result) => total + result[key], 0);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
    return sum('failed') === 0 ? 0 : 1;
  }

  #begin(name) {
    console.log(`\n== ${name}`);
    return performance.now();
  }

  #end(name, startedAt, counts, code) {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    if (code !== 0) console.error(`== ${name} ended with code ${code}`);
    this.results.push({ name, ...counts, seconds });
  }
}

/** A report that was cut off, or is none, says nothing: then the exit code counts. */
function countsOf(report, read) {
  try {
    return read(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`${report} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 0 };
  }
}

/** Counts of vitest's JSON report. A file that fails to load has no tests in it and counts as one failure. */
export function vitestCounts(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${placeOf(file.name)} › ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    failures: [...failures, ...broken.map((file) => `${placeOf(file.name)}: ${firstLine(file.message)}`)],
  };
}

/** Counts of Playwright's JSON report. A test that passed only when tried again (in CI) has passed, and is named as flaky. */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky } = report.stats;
  const specs = (report.suites ?? []).flatMap(specsOf);
  const withStatus = (status) => specs.filter((spec) => spec.tests.some((test) => test.status === status));
  if (flaky > 0) console.error(`${flaky} of these passed only when tried again`);
  for (const spec of withStatus('flaky')) console.error(`tried again: ${nameOf(spec)}`);
  return {
    passed: expected + flaky,
    failed: unexpected + (report.errors?.length ?? 0),
    failures: [...withStatus('unexpected').map(nameOf), ...(report.errors ?? []).map((error) => firstLine(error.message))],
  };
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

/** Where it is, and what its first attempt that failed said. */
function nameOf(spec) {
  const failed = spec.tests.flatMap((test) => test.results).find((result) => result.error !== undefined);
  return `${spec.file}:${spec.line} ${spec.title}: ${firstLine(failed?.error.message)}`;
}

function firstLine(message) {
  // Runners colour what they say.
  return (
    stripVTControlCharacters(message ?? '')
      .trim()
      .split('\n')[0] ?? ''
  ).slice(0, 200);
}

function placeOf(file) {
  return file === undefined ? 'a file' : relative(ROOT, file);
}
