import type { CommandContext } from '../context.ts';
import type { Look } from '../output/views.ts';

/** How this command's results are shown. */
export function lookOf({ texts, style, io }: CommandContext): Look {
  return { texts, style, now: io.now(), width: io.stdout.isTTY === true ? io.stdout.columns : undefined };
}

/** The size of the person's terminal; undefined when we are in none. */
export function terminalSize({ io }: CommandContext): { readonly cols: number; readonly rows: number } | undefined {
  const { columns, rows, isTTY } = io.stdout;
  return isTTY === true && columns !== undefined && rows !== undefined && columns > 1 && rows > 0 ? { cols: columns, rows } : undefined;
}
