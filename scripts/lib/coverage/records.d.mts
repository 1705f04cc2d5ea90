import type { Lines, Spots } from './lines.mjs';

export function mergeRecords(folder: string): void;
export function recordedReach(
  folder: string,
): Promise<{ readonly lines: readonly (readonly [string, Lines])[]; readonly spots: readonly (readonly [string, Spots])[] }>;
export function withoutHintsOfFiles(code: string): string;
export function sourceOf(url: string): string | null;
