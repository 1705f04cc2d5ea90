/** Lines of an Istanbul file coverage that hold a statement, with whether one of them ran. Pure. */
export function linesOf({ statementMap, s }) {
  const lines = new Map();
  for (const [id, { start }] of Object.entries(statementMap)) lines.set(start.line, lines.get(start.line) === true || s[id] > 0);
  return lines;
}

/**
 * Lines of every file, and which of them ran. Which lines count is vitest's word alone: it knows every file of the sources, while a bundle
 * leaves out what nobody uses. Pure.
 * @param reports of vitest: pairs of a file and Istanbul's coverage of it; what several say of a file is put together
 * @param recorded of the bundles that other programs ran: pairs of a file and its lines, as `linesOf` gives them
 * @param spots of minified bundles: pairs of a file and the places in it that ran, as `spotsOf` gives them
 */
export function reachedLines(reports, recorded, spots) {
  const files = new Map();
  const statements = new Map();
  for (const [file, coverage] of reports) {
    const known = files.get(file) ?? new Map();
    for (const [line, ran] of linesOf(coverage)) known.set(line, known.get(line) === true || ran);
    files.set(file, known);
    statements.set(file, Object.values(coverage.statementMap));
  }
  for (const [file, lines] of recorded) {
    const known = files.get(file);
    for (const [line, ran] of lines) if (ran && known?.has(line)) known.set(line, true);
  }
  for (const [file, places] of spots) {
    for (const { start, end } of statements.get(file) ?? []) {
      // A statement to the end of its line has no last column. What stands before a statement in its line may have run without it: the name of a property whose function it is.
      const within = (column) => column >= start.column && (end.line > start.line || column < (end.column ?? Infinity));
      if ([...(places.get(start.line) ?? [])].some(within)) files.get(file).set(start.line, true);
    }
  }
  return files;
}
