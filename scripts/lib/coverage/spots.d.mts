import type { Spots } from './lines.mjs';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
export function spotsOf(code: string, map: object, functions: readonly { readonly ranges: readonly Range[] }[]): Map<string, Spots>;
