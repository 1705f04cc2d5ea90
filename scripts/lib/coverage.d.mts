interface Lines {
  readonly lines: { readonly total: number; readonly covered: number; readonly pct: number };
}
export const GOAL: number;
export const FLOORS: { readonly unit: number; readonly all: number };
export function judge(
  summary: Readonly<Record<string, Lines>>,
  floor: number,
): {
  readonly percent: number;
  readonly enough: boolean;
  readonly worst: readonly { readonly file: string; readonly missed: number; readonly total: number }[];
};
