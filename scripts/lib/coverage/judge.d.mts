import type { Lines } from './lines.mjs';

export const FLOOR: number;

export interface Judgement {
  readonly percent: number;
  readonly enough: boolean;
  readonly parts: readonly { readonly part: string; readonly percent: number }[];
  readonly worst: readonly { readonly file: string; readonly missed: number; readonly total: number }[];
}
export function judge(files: ReadonlyMap<string, Lines>, floor?: number): Judgement;
