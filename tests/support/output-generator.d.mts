export const LINE_BYTES: number;
export function lineText(seed: string, index: number): string;
export function recordedLines(seed: string, first: number, count: number, end?: string): Buffer;
