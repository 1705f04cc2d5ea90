import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/**
 * Which places of its sources ran in a script: source as its map names it -> line, from 1 -> columns, from 0. For minified code, whose
 * statements are not those of its sources (`a(), b ? c() : d()`), but every part of which has its place in the map. Pure.
 * @param functions V8's coverage of the script
 */
export function spotsOf(code, map, functions) {
  const traced = new TraceMap(map);
  const ran = counter(functions);
  const spots = new Map();
  let lineStart = 0;
  for (const segments of decodedMappings(traced)) {
    for (const [generated, source, line, column] of segments) {
      if (source === undefined || !ran(lineStart + generated)) continue;
      const lines = put(spots, traced.sources[source], () => new Map());
      put(lines, line + 1, () => new Set()).add(column);
    }
    const end = code.indexOf('\n', lineStart);
    lineStart = end === -1 ? code.length : end + 1;
  }
  return spots;
}

/** Says of offsets, asked in their order, whether what is there ran: the innermost range counts. */
function counter(functions) {
  const ranges = functions.flatMap((one) => one.ranges).sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const around = [];
  let next = 0;
  return (offset) => {
    for (; next < ranges.length && ranges[next].startOffset <= offset; next += 1) {
      while (around.length > 0 && around.at(-1).endOffset <= ranges[next].startOffset) around.pop();
      around.push(ranges[next]);
    }
    while (around.length > 0 && around.at(-1).endOffset <= offset) around.pop();
    return (around.at(-1)?.count ?? 0) > 0;
  };
}

function put(map, key, make) {
  if (!map.has(key)) map.set(key, make());
  return map.get(key);
}
