/** Lines of a file that hold a statement, from 1, and whether one of them ran. */
export type Lines = ReadonlyMap<number, boolean>;

interface Place {
  readonly line: number;
  /** null: to the end of the line. */
  readonly column: number | null;
}
/** What is read of Istanbul's coverage of a file. */
export interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: Place; readonly end: Place }>>;
  readonly s: Readonly<Record<string, number>>;
}
/** Places of a file that ran: columns by their line. */
export type Spots = ReadonlyMap<number, ReadonlySet<number>>;

export function linesOf(coverage: FileCoverage): Map<number, boolean>;
export function reachedLines(
  reports: readonly (readonly [string, FileCoverage])[],
  recorded: readonly (readonly [string, Lines])[],
  spots: readonly (readonly [string, Spots])[],
): Map<string, Map<number, boolean>>;
