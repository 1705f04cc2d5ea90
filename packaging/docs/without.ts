import { PARTS } from '#shared/degradation.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

/** Where the table stands in docs/recovery.md. */
export const WITHOUT_TABLE = /^\| Without .*(?:\n\|.*)+/m;

/** The table of what goes on without each part. Markdown. */
export function withoutTable(): string {
  const { t } = textsIn('en');
  const rows = [
    ['Without', 'Goes on', 'Does not', 'Repair'],
    ...PARTS.map((part) => (['name', 'goes-on', 'stops', 'repair'] as const).map((about) => t(`without.${part}.${about}`))),
  ];
  // In columns, as the formatter wants it.
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  lines.splice(
    1,
    0,
    widths.map((width) => '-'.repeat(width)),
  );
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
