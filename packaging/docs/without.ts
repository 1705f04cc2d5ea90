import { PARTS } from '#shared/degradation.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { markdownTable } from './table.ts';

/** Where the table stands in docs/recovery.md. */
export const WITHOUT_TABLE = /^\| Without .*(?:\n\|.*)+/m;

/** The table of what goes on without each part. Markdown. */
export function withoutTable(): string {
  const { t } = textsIn('en');
  const rows = [
    ['Without', 'Goes on', 'Does not', 'Repair'],
    ...PARTS.map((part) => (['name', 'goes-on', 'stops', 'repair'] as const).map((about) => t(`without.${part}.${about}`))),
  ];
  return markdownTable(rows);
}
