import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const GALLERY = join(ROOT, 'tests/gallery');
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** These need a terminal with a program in it, or something that is dragged: they are on the pictures of the window, or a spec looks at them. */
const WITH_A_TERMINAL = [
  'app/main.tsx',
  'app/shell.tsx',
  'features/sessions/announcer.tsx',
  'features/stage/find-bar.tsx',
  'features/stage/layout-node-view.tsx',
  'features/stage/pane-drop-zone.tsx',
  'features/stage/pane.tsx',
  'features/stage/stage.tsx',
  'features/stage/terminal-menu.tsx',
  'features/stage/terminal-overlays.tsx',
  'features/stage/terminal-pane.tsx',
];

/** Every file that the gallery draws with, whoever imports it. */
function drawn(): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+\.tsx?)'/g)) {
      visit(specifier.startsWith('#renderer/') ? join(ROOT, 'src-renderer', specifier.slice(10)) : resolve(dirname(file), specifier));
    }
  };
  for (const file of filesIn(GALLERY)) visit(file);
  return seen;
}

describe('the gallery', () => {
  it('shows every component that needs no terminal', () => {
    const shown = drawn();
    const missing = filesIn(join(ROOT, 'src-renderer'))
      .filter((file) => file.endsWith('.tsx') && !shown.has(file))
      .map((file) => relative(join(ROOT, 'src-renderer'), file).replaceAll('\\', '/'));
    expect(missing.sort(), 'add a specimen to tests/gallery/specimens').toEqual(WITH_A_TERMINAL);
  });
});
