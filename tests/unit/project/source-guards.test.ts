import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingPlatforms } from '../../../scripts/lib/lock-file.mjs';
import { GUARDS } from './guards.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Files that are or would be committed; without git (an unpacked archive) there is nothing to guard. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

/** Holds every line that must be noticed. */
const THIS = 'tests/unit/project/guards.ts';

/** Longer than this and a file holds more than one idea; the second figure is where it stops. */
const SOFT_LINES = 300;
const HARD_LINES = 600;

const linesOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n');

describe('the source', () => {
  it.each(GUARDS.map((guard) => [guard.name, guard] as const))('has %s', (_, guard) => {
    const found = FILES.filter((file) => guard.files.test(file) && file !== THIS && !Object.hasOwn(guard.except ?? {}, file)).flatMap(
      (file) =>
        linesOf(file).flatMap((line, index) =>
          guard.refuses.test(line) && !line.includes('biome-ignore') ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(found, guard.advice).toEqual([]);
  });

  it.each(GUARDS.map((guard) => [guard.name, guard] as const))('is really read for %s', (_, guard) => {
    expect(guard.planted).toMatch(guard.refuses);
    expect(FILES.some((file) => guard.files.test(file))).toBe(true);
    // An exception for a file that is gone, or does not need it any more, hides the next one.
    for (const file of Object.keys(guard.except ?? {})) {
      expect(FILES, `${guard.name}: ${file} is gone; take its exception out`).toContain(file);
      expect(
        linesOf(file).some((line) => guard.refuses.test(line)),
        `${guard.name}: ${file} needs no exception`,
      ).toBe(true);
    }
  });

  it(`has no file of more than ${HARD_LINES} lines`, async ({ annotate }) => {
    const sources = FILES.filter((file) => /^(src-[a-z]+|bench|tests|scripts|bin|resources)\/.*\.(ts|tsx|mjs|css)$/.test(file));
    const lengths = sources.map((file) => ({ file, lines: linesOf(file).length }));
    const long = lengths.filter(({ file, lines }) => lines > SOFT_LINES && !file.startsWith('tests/') && !file.includes('/messages/'));
    for (const { file, lines } of long) await annotate(`${file} has ${lines} lines, more than ${SOFT_LINES}: is it one idea?`, 'warning');
    const tooLong = lengths.filter(({ lines }) => lines > HARD_LINES).map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(tooLong, 'Split it: one idea a file, and its tests with it.').toEqual([]);
  });
});

describe('the packages', () => {
  const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

  it('are pinned to exact versions', () => {
    const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose, 'Install with npm i --save-exact.').toEqual([]);
  });

  it('are the ones of the lock file', () => {
    const { dependencies, devDependencies } = read('package.json');
    const root = read('package-lock.json').packages[''];
    expect({ ...root.dependencies, ...root.devDependencies }).toEqual({ ...dependencies, ...devDependencies });
  });

  it('are in the lock file for every system, or npm ci refuses it', () => {
    expect(Object.keys(missingPlatforms(read('package-lock.json'))), 'Run node scripts/complete-lock.mjs.').toEqual([]);
  });
});
