/** Space between two columns, in cells. */
export const GAP = 2;

/** Names and values below each other, the values aligned. `cells` is how wide a text is on a terminal. */
export function alignedPairs(rows: readonly (readonly [name: string, value: string])[], cells: (text: string) => number): string {
  const width = Math.max(0, ...rows.map(([name]) => cells(name)));
  return rows.map(([name, value]) => `${name}${' '.repeat(width - cells(name) + GAP)}${value}`.trimEnd()).join('\n');
}
