import { relative } from 'node:path';
import { ROOT } from './project.mjs';

/** Lines of src-*, percent, that tests are to reach (DESIGN.md). Not yet: the window and what runs in processes of its own are tested from outside. */
export const GOAL = 85;
/**
 * What is reached today, percent, rounded down; it only goes up. By unit tests alone, and together with the integration tests, of which only
 * what runs in the tests' own process is seen.
 */
export const FLOORS = { unit: 51, all: 67 };
/** Files that are named: where the next tests are worth most. */
const MOST_NAMED = 12;

/** Istanbul's summary against a floor: the percentage, whether that is enough, and the files with the most lines that no test reached. Pure. */
export function judge(summary, floor) {
  const { total, ...files } = summary;
  const worst = Object.entries(files)
    .map(([file, { lines }]) => ({ file: relative(ROOT, file), missed: lines.total - lines.covered, total: lines.total }))
    .filter(({ missed }) => missed > 0)
    .sort((a, b) => b.missed - a.missed)
    .slice(0, MOST_NAMED);
  return { percent: total.lines.pct, enough: total.lines.pct >= floor, worst };
}
