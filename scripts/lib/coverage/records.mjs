import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeScriptCovs } from '@bcoe/v8-coverage';
import convert from 'ast-v8-to-istanbul';
import { parseAstAsync } from 'vite';
import { PAGE_MAPS } from '../build.mjs';
import { ROOT } from '../project.mjs';
import { linesOf } from './lines.mjs';
import { spotsOf } from './spots.mjs';

/** Records of one script that are merged at once: merging two at a time does the same work again and again. */
const BATCH = 16;
const MERGED = 'merged.json';
/** Where the page's scripts lie. */
const PAGE = 'out/renderer/';

/**
 * Puts the records of a folder (V8's coverage, a file for each program or page that has ended; up to 5 MB each) into one file, without
 * what is not ours, and removes them.
 */
export function mergeRecords(folder) {
  const waiting = new Map();
  const merge = (path) => {
    const script = mergeScriptCovs(waiting.get(path));
    waiting.set(path, script === undefined ? [] : [script]);
  };
  const files = readdirSync(folder).map((name) => join(folder, name));
  for (const file of files) {
    for (const { path, functions } of scriptsOf(file)) {
      const list = waiting.get(path) ?? [];
      list.push({ scriptId: '0', url: pathToFileURL(join(ROOT, path)).href, functions });
      waiting.set(path, list);
      if (list.length >= BATCH) merge(path);
    }
  }
  for (const path of waiting.keys()) merge(path);
  const merged = JSON.stringify({ result: [...waiting.values()].flat() });
  for (const file of files) rmSync(file);
  writeFileSync(join(folder, MERGED), merged);
}

/**
 * What ran of the sources, by the merged records of a folder, a file more than once: `lines`, pairs of a file and its lines as `linesOf`
 * gives them, and `spots`, the same of the page, whose scripts are minified, with places as `spotsOf` gives them.
 */
export async function recordedReach(folder) {
  const [lines, spots] = [[], []];
  for (const { path, functions } of scriptsOf(join(folder, MERGED))) {
    if (path.startsWith(PAGE)) spots.push(...spotsOfScript(path, functions));
    else lines.push(...(await linesOfScript(path, functions)));
  }
  return { lines, spots };
}

/** A program that is killed while it writes leaves half of it. */
function scriptsOf(file) {
  let scripts;
  try {
    scripts = JSON.parse(readFileSync(file, 'utf8')).result;
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return scripts.flatMap(({ url, functions }) => {
    const path = sourceOf(url);
    return path === null || isAnother(path, functions) ? [] : [{ path, functions }];
  });
}

/**
 * Path below the checkout of what a script's address stands for: a source, a bundle, or the bundle that a data folder's runtime has a copy
 * of; null for what is not ours. Pure.
 */
export function sourceOf(url) {
  if (!url.startsWith('file://')) return null;
  const copied = /\/runtime\/[0-9a-f]{16}\/((?:chunks\/)?[^/]+\.js)$/.exec(url);
  if (copied !== null) return `out/main/${copied[1]}`;
  const path = relative(ROOT, fileURLToPath(url)).split(sep).join('/');
  return /^(?:src-\w+\/.*\.tsx?|out\/(?:main|renderer)\/.*\.js)$/.test(path) ? path : null;
}

const lengths = new Map();

/** A copy may be of another build, whose lines are elsewhere: a script's first range is all of it. Node adds a line to a source. */
function isAnother(path, functions) {
  if (!lengths.has(path)) lengths.set(path, read(join(ROOT, path))?.length ?? null);
  const length = Math.max(...functions.map(({ ranges }) => ranges[0].endOffset));
  const wanted = lengths.get(path);
  return wanted === null || (path.startsWith('out/') ? length !== wanted : length < wanted);
}

async function linesOfScript(path, functions) {
  const file = join(ROOT, path);
  const code = withoutHintsOfFiles(readFileSync(file, 'utf8'));
  const bundle = path.startsWith('out/');
  const map = bundle ? mapAt(`${file}.map`) : null;
  if (bundle && map === null) return [];
  const files = await convert({
    code,
    sourceMap: map ?? undefined,
    ast: await parseAstAsync(code, bundle ? {} : { lang: path.endsWith('x') ? 'tsx' : 'ts' }),
    coverage: { functions, url: pathToFileURL(file).href },
  });
  return Object.entries(files)
    .map(([found, coverage]) => [relative(ROOT, found).split(sep).join('/'), linesOf(coverage)])
    .filter(([found]) => found.startsWith('src-'));
}

function spotsOfScript(path, functions) {
  const map = mapAt(`${join(ROOT, 'out', PAGE_MAPS, path.slice(PAGE.length))}.map`);
  if (map === null) return [];
  return [...spotsOf(readFileSync(join(ROOT, path), 'utf8'), map, functions)]
    .filter(([source]) => source.startsWith('file://'))
    .map(([source, places]) => [relative(ROOT, fileURLToPath(source)).split(sep).join('/'), places]);
}

/**
 * A library asks in a comment that the whole of its file is left out, and would take the bundle that it is in along. Nothing is moved by
 * this. Pure.
 */
export function withoutHintsOfFiles(code) {
  return code.replaceAll(/((?:istanbul|[cv]8|node:coverage)\s+)ignore(?=\s+file\b)/g, '$1IGNORE');
}

/**
 * A bundle's source map, in which our own sources are named by their address: it says where they are seen from the folder that it was
 * built in, which is another one than it is kept in. null for a bundle that only imports others, which has none.
 */
function mapAt(path) {
  const text = read(path);
  if (text === null) return null;
  const map = JSON.parse(text);
  return { ...map, sources: map.sources.map(absolute) };
}

function absolute(source) {
  const [, path] = /^(?:\.\.\/)+(src-\w+\/.*)$/.exec(source) ?? [];
  return path === undefined ? source : pathToFileURL(join(ROOT, path)).href;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
