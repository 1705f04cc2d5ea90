const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes with a unit, at most one decimal: `1.2 MiB`. */
export function formatBytes(bytes: number, language: string): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`;
}

/** Parts of a path, for either kind of slash. */
function partsOf(path: string): readonly string[] {
  return path.split(/[\\/]+/).filter((part) => part !== '');
}

/** Last part of a path; the path itself where there is none. */
export function folderName(path: string): string {
  return partsOf(path).at(-1) ?? path;
}

/** What folders that stand beside each other are called: their names, and where two have the same one so many of the parts before it as tell them apart (`work/api`). */
export function folderNames(paths: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...new Set(paths)].map((path) => ({ path, parts: partsOf(path), depth: 1 }));
  for (;;) {
    const byName = Map.groupBy(all, ({ parts, depth, path }) => (parts.length === 0 ? path : parts.slice(-depth).join('/')));
    const alike = [...byName.values()]
      .filter((same) => same.length > 1)
      .flatMap((same) => same.filter(({ parts, depth }) => depth < parts.length));
    if (alike.length === 0) return new Map([...byName].flatMap(([name, same]) => same.map(({ path }) => [path, name] as const)));
    for (const one of alike) one.depth += 1;
  }
}

/** The folder's name where it stands beside a session's; null where it would say the same again: a session is called like its folder unless the person says otherwise. */
export function folderBeside({ name, cwd }: { readonly name: string; readonly cwd: string }): string | null {
  const folder = folderName(cwd);
  // The second one in a folder is called `shop 2`.
  return name.replace(/ \d+$/, '').toLowerCase() === folder.toLowerCase() || name.toLowerCase() === folder.toLowerCase() ? null : folder;
}

/** What hovering a session's name says: the name, and the path where its folder does not stand beside it. */
export function nameTitle(session: { readonly name: string; readonly cwd: string }): string {
  return folderBeside(session) === null ? `${session.name}\n${session.cwd}` : session.name;
}
