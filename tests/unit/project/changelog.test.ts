import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Fragment,
  fragmentsOf,
  readFragment,
  releaseNotes,
  strayLines,
  withRelease,
  writeFragment,
} from '../../../packaging/changelog/fragments.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FILES = readdirSync(join(ROOT, 'changes')).filter((file) => file !== 'README.md');

const EMPTY = '# Changelog\n\n## Unreleased\n\nThe files of changes/.\n';
const ADDED: Fragment = { name: 'a-door', kind: 'added', text: 'A door of its own\nfor each.' };
const FIXED: Fragment = { name: 'b-bell', kind: 'fixed', text: 'A bell no longer rings twice.' };

describe('the changes that are not released', () => {
  it.skipIf(FILES.length === 0).each(FILES)('%s is one change with its kind', (file) => {
    expect(file).toMatch(/\.md$/);
    const name = file.replace(/\.md$/, '');
    const fragment = readFragment(name, readFileSync(join(ROOT, 'changes', file), 'utf8'));
    expect(readFragment(name, writeFragment(fragment))).toEqual(fragment);
  });

  it('stand in files of their own, and not in CHANGELOG.md', () => {
    expect(strayLines(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')), 'run: npm run changelog -- --split').toEqual([]);
  });
});

describe('a change', () => {
  it.each([
    ['of no kind', 'change', 'A door.', 'does not begin'],
    ['of a kind that there is not', 'change', 'better: A door.', 'does not begin'],
    ['without words', 'change', 'added: ', 'does not begin'],
    ['that is two', 'change', 'added: A door.\n\nAnd a window.', 'more than one'],
    ['that is a list', 'change', 'added: Doors:\n- one.', 'more than one'],
    ['cut off', 'change', 'added: A door and', 'sentence'],
    ['that is a manual', 'change', `added: ${'A door. '.repeat(100)}`, 'longer'],
    ['in a file with another name', 'A Change', 'added: A door.', 'name'],
  ])('%s is refused', (_, name, content, why) => {
    expect(() => readFragment(name, content)).toThrow(why);
  });

  it('may be written with the line ends of any system', () => {
    expect(readFragment('a-door', 'added: A door of its own\r\n  for each.\r\n')).toEqual(ADDED);
  });
});

describe('a release', () => {
  it('tells its changes by kind, above the releases before it', () => {
    expect(releaseNotes([FIXED, ADDED])).toBe(
      '### Added\n\n- A door of its own\n  for each.\n\n### Fixed\n\n- A bell no longer rings twice.',
    );
    const first = withRelease(EMPTY, '0.1.0', '2026-12-01', [ADDED]);
    expect(first).toBe(`${EMPTY}\n## 0.1.0 (2026-12-01)\n\n### Added\n\n- A door of its own\n  for each.\n`);
    const second = withRelease(first, '0.2.0', '2026-12-24', [FIXED]);
    expect(second.indexOf('## 0.2.0')).toBeGreaterThan(second.indexOf('changes/'));
    expect(second.endsWith(first.slice(first.indexOf('## 0.1.0')))).toBe(true);
    expect(strayLines(second)).toEqual([]);
  });

  it('is made once, and not of nothing', () => {
    const first = withRelease(EMPTY, '0.1.0', '2026-12-01', [ADDED]);
    expect(() => withRelease(first, '0.1.0', '2026-12-02', [FIXED])).toThrow('already');
    expect(() => withRelease(EMPTY, '0.1.0', '2026-12-01', [])).toThrow('nothing to release');
    expect(() => withRelease('# Changelog\n', '0.1.0', '2026-12-01', [ADDED])).toThrow('Unreleased');
  });
});

describe('lines that were written into CHANGELOG.md', () => {
  const written = `${EMPTY}\n- A door of its own\n  for each.\n- A bell no longer rings twice.\n- A door of its own for all, that is.\n\n## 0.1.0 (2026-12-01)\n\n- Old.\n`;

  it('are found, up to the release before', () => {
    expect(strayLines(written)).toEqual([ADDED.text, FIXED.text, 'A door of its own for all, that is.']);
  });

  it('become files, and leave the rest as it is', () => {
    const { fragments, changelog } = fragmentsOf(written, [{ name: 'bell-no-longer-rings-twice', kind: 'added', text: 'Other words.' }]);
    expect(fragments.map(({ name, kind }) => [name, kind])).toEqual([
      ['door-own-each', 'added'],
      ['bell-no-longer-rings-twice-2', 'fixed'],
      ['door-own-all', 'added'],
    ]);
    for (const fragment of fragments) expect(readFragment(fragment.name, writeFragment(fragment))).toEqual(fragment);
    expect(changelog).toBe(`${EMPTY}\n## 0.1.0 (2026-12-01)\n\n- Old.\n`);
    // A merge that keeps both sides' lines brings them back.
    expect(fragmentsOf(written, fragments)).toEqual({ fragments: [], changelog });
  });
});
