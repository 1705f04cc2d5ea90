import type { ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import { findPaths, type PathInText } from './find-paths.ts';
import { logicalLine } from './logical-line.ts';
import type { FoundPath, PathLookup } from './path-lookup.ts';

/** A path as it was printed, to be opened. */
export interface ClickedPath {
  readonly printed: string;
  readonly shellFolder: string | null;
  readonly line?: number;
  readonly column?: number;
}

/** A path under the pointer: what was printed, and what it leads to. */
export interface PathLink extends ClickedPath, FoundPath {}

export interface PathLinksOptions {
  readonly terminal: Pick<Terminal, 'buffer' | 'cols'>;
  readonly lookup: PathLookup;
  /** What the shell last said of its folder (OSC 7). */
  readonly shellFolder: () => string | null;
  readonly onHover: (link: PathLink | null) => void;
  readonly onActivate: (event: MouseEvent, link: PathLink) => void;
}

/** Makes links of the paths in a terminal that exist. */
export class PathLinks implements ILinkProvider {
  private readonly options: PathLinksOptions;

  constructor(options: PathLinksOptions) {
    this.options = options;
  }

  provideLinks(row: number, done: (links: ILink[] | undefined) => void): void {
    this.linksOf(row - 1).then(done, () => {
      // The engine is away: nothing can be looked up, and the banner says why.
      done(undefined);
    });
  }

  private async linksOf(row: number): Promise<ILink[] | undefined> {
    const { terminal, lookup, shellFolder } = this.options;
    const line = logicalLine(terminal, row);
    const paths = line === null ? [] : findPaths(line.text);
    if (line === null || paths.length === 0) return undefined;
    const folder = shellFolder();
    const found = await lookup.find(
      paths.map(({ path }) => path),
      folder,
    );
    return paths.flatMap((path, index) => {
      const target = found[index] ?? null;
      return target === null ? [] : [this.link(line.text, line.range(path.start, path.end), path, target, folder)];
    });
  }

  private link(text: string, range: ILink['range'], path: PathInText, target: FoundPath, shellFolder: string | null): ILink {
    const { start, end, path: printed, ...place } = path;
    const link: PathLink = { ...target, ...place, printed, shellFolder };
    return {
      range,
      text: text.slice(start, end),
      activate: (event) => this.options.onActivate(event, link),
      hover: () => this.options.onHover(link),
      leave: () => this.options.onHover(null),
    };
  }
}
