import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesHash } from '../build.mjs';
import { CACHE } from '../project.mjs';

const FOLDER = join(CACHE, 'coverage');
/** What the tests' programs and pages write, see records.mjs. */
export const RECORDS = join(FOLDER, 'records');
const REPORTS = join(FOLDER, 'reports');
const STAMP = join(FOLDER, '.sources');

/** Forgets what was recorded: what tests reach is kept from now on. */
export function beginRecording() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(RECORDS, { recursive: true });
  writeFileSync(STAMP, sourcesHash());
}

/** Whether there is a record of what tests reach in these very sources. */
export function isRecorded() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourcesHash();
}

/** What makes specs keep what their pages reach, and the programs that they start: tests/support/coverage.ts. */
export const RECORDING = {
  pages: { RECORD_COVERAGE: RECORDS },
  programs: { RECORD_COVERAGE: RECORDS, RECORD_PROGRAMS: '1' },
};

/** Arguments that let vitest report which lines its own processes reached, in `reports()` under a name. */
export function reporting(name) {
  const folder = join(REPORTS, name.replaceAll(/[^a-z]+/g, '-'));
  return ['--coverage', '--coverage.reporter=json', '--coverage.reportOnFailure', `--coverage.reportsDirectory=${folder}`];
}

/** Reports of vitest that are there: by file, Istanbul's coverage of it. */
export function reports() {
  const names = existsSync(REPORTS) ? readdirSync(REPORTS) : [];
  const files = names.map((name) => join(REPORTS, name, 'coverage-final.json')).filter((file) => existsSync(file));
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
}
