import { MOST_PATHS } from '#shared/contract/files.ts';

/** What a printed path leads to. */
export interface FoundPath {
  readonly path: string;
  readonly folder: boolean;
}

/** Asks the engine which paths exist; as many answers as questions. */
export type Locate = (paths: readonly string[], shellFolder: string | null) => Promise<readonly (FoundPath | null)[]>;

/** Files come and go while an agent works; a pointer that rests on a line need not ask for each of its moves. */
const FRESH_MS = 5_000;
const MOST_KEPT = 1_000;

/** Remembers for a moment which paths exist. */
export class PathLookup {
  private readonly locate: Locate;
  private readonly now: () => number;
  private readonly known = new Map<string, { readonly at: number; readonly found: Promise<FoundPath | null> }>();

  constructor(locate: Locate, now: () => number = () => performance.now()) {
    this.locate = locate;
    this.now = now;
  }

  /** What each path leads to, seen from the folder that the shell said. The ones not known are asked for together. */
  async find(paths: readonly string[], shellFolder: string | null): Promise<readonly (FoundPath | null)[]> {
    const at = this.now();
    const fresh = (path: string) => {
      const entry = this.known.get(`${shellFolder}\n${path}`);
      return entry !== undefined && at - entry.at < FRESH_MS ? entry.found : null;
    };
    const missing = [...new Set(paths)].filter((path) => fresh(path) === null).slice(0, MOST_PATHS);
    if (missing.length > 0) {
      const answers = this.locate(missing, shellFolder);
      if (this.known.size > MOST_KEPT) this.known.clear();
      for (const [index, path] of missing.entries()) {
        this.known.set(`${shellFolder}\n${path}`, { at, found: answers.then((all) => all[index] ?? null) });
      }
    }
    return Promise.all(paths.map((path) => fresh(path)));
  }
}
