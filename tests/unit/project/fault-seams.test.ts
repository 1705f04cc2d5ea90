import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SEAMS } from '../../integration/recovery/seams/index.ts';

describe('the table of faults', () => {
  const SOURCES = resolve(import.meta.dirname, '../../../src-main');
  const OUTSIDE =
    /(?:from |import\(|require\()'(?:node:(?:net|http|child_process|fs|fs\/promises|worker_threads)|better-sqlite3|undici|ws|@napi-rs\/keyring|@opentelemetry\/exporter-[\w-]+|node-pty(?:\/[\w/]+)?)'|(?<![.\w])fetch\(/;

  it('has a row for every place that reaches outside its process', () => {
    const claimed = SEAMS.flatMap(({ sources }) => sources);
    const reaching = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => resolve(entry.parentPath, entry.name))
      .filter((file) => OUTSIDE.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SOURCES, file).split(sep).join('/'));
    const without = reaching.filter((file) => !claimed.includes(dirname(file)));
    expect(without, 'name the folder in the sources of a seam, or give it a row of its own').toEqual([]);
    const empty = claimed.filter((folder) => !reaching.some((file) => dirname(file) === folder));
    expect(empty, 'nothing in there reaches outside').toEqual([]);
  });

  it('expects at least 95 % of what passes to be recovered without the person', () => {
    const passing = SEAMS.flatMap(({ cells }) => Object.values(cells)).filter((cell) => !('cannot' in cell) && cell.passes);
    const recovered = passing.filter((cell) => !('cannot' in cell) && !cell.expected.startsWith('told'));
    expect(recovered.length / passing.length).toBeGreaterThanOrEqual(0.95);
  });
});
