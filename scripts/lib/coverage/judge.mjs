/** Lines of src-*, percent, that tests are to reach (DESIGN.md). */
export const FLOOR = 85;
/** Files that are named: where the next tests are worth most. */
const MOST_NAMED = 12;

/**
 * Which lines of which files ran (`reachedLines`) against the floor: the percentage, rounded down to a tenth, whether that is enough, the
 * same of each folder of sources, and the files with the most lines that no test reached. Pure.
 */
export function judge(files, floor = FLOOR) {
  const counted = [...files].map(([file, lines]) => {
    const total = lines.size;
    return { file, total, missed: total - [...lines.values()].filter((ran) => ran).length };
  });
  const parts = [...new Set(counted.map(({ file }) => partOf(file)))].sort();
  const worst = counted.filter(({ missed }) => missed > 0).sort((a, b) => b.missed - a.missed);
  const percent = percentOf(counted);
  return {
    percent,
    enough: percent >= floor,
    parts: parts.map((part) => ({ part, percent: percentOf(counted.filter(({ file }) => partOf(file) === part)) })),
    worst: worst.slice(0, MOST_NAMED),
  };
}

function partOf(file) {
  return file.split('/')[0];
}

function percentOf(files) {
  const sum = (key) => files.reduce((all, file) => all + file[key], 0);
  const total = sum('total');
  return total === 0 ? 0 : Math.floor((1000 * (total - sum('missed'))) / total) / 10;
}
