import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a window fetches before it draws anything may weigh this much, gzip bytes: 250 KB. */
const FIRST_PAINT_LIMIT = 250_000;

/** The parts that `src-renderer/i18n/create-i18n.ts` fetches one of. */
const LANGUAGE = /^(?:english|chinese)-[^/]*\.js$/;

/**
 * What `<folder>/index.html` makes a browser load before the first paint: its scripts with everything they import statically, and
 * its style sheets, and the texts of one language, the heavier of them. `gzip` in bytes, heaviest first. Other imports that are made
 * later (`import()`) do not count.
 */
function firstPaint(folder) {
  const index = join(folder, 'index.html');
  const html = readFileSync(index, 'utf8');
  const wanted = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="(\.\/[^"]+\.(?:js|css))"/g)].map(([, path]) =>
    join(folder, path),
  );
  const sizes = new Map([[index, gzipSync(html).length]]);
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (sizes.has(file)) continue;
    const code = readFileSync(file, 'utf8');
    sizes.set(file, gzipSync(code).length);
    if (file.endsWith('.js')) wanted.push(...staticImports(code).map((path) => join(dirname(file), path)));
  }
  const texts = readdirSync(join(folder, 'assets'))
    .filter((name) => LANGUAGE.test(name))
    .map((name) => [join(folder, 'assets', name), gzipSync(readFileSync(join(folder, 'assets', name))).length]);
  const heaviest = texts.sort(([, a], [, b]) => b - a)[0];
  if (heaviest !== undefined) sizes.set(...heaviest);
  return [...sizes].map(([file, gzip]) => ({ file: relative(folder, file), gzip })).sort((a, b) => b.gzip - a.gzip);
}

/** Says what is too much. @throws Error with every file of the first paint and its weight, when together they are above the limit */
export function checkFirstPaint(folder) {
  const files = firstPaint(folder);
  const sum = files.reduce((total, { gzip }) => total + gzip, 0);
  if (sum <= FIRST_PAINT_LIMIT) return;
  const list = files.map(({ file, gzip }) => `${String(gzip).padStart(9)}  ${file}`).join('\n');
  throw new Error(
    `Before its first paint the window would load ${sum} bytes (gzip), above ${FIRST_PAINT_LIMIT}:\n${list}\n` +
      'Import what the first paint does without when it is needed: part(async () => (await import(…)).default), and name it in app/preload-parts.ts.',
  );
}

/** `import … from "./x.js"`, `import "./x.js"` and `export … from "./x.js"` of minified code, all at its beginning or end. */
function staticImports(code) {
  return [...code.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)].map(([, path]) => path);
}
