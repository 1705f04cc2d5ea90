import type { AuditEntry } from '#shared/contract/index.ts';
import { table } from './table.ts';
import type { Look } from './views.ts';

/** A page of the audit log as a table, and where the next one begins. */
export function auditView(
  { entries, more }: { readonly entries: readonly AuditEntry[]; readonly more: number | null },
  { texts, style, width }: Look,
): string {
  const { t } = texts;
  if (entries.length === 0) return t('cli.audit.none');
  const rows = entries.map((entry) => [
    String(entry.seq),
    // With its zone, because evidence is compared with other machines'.
    new Date(entry.at).toISOString(),
    [entry.caller.kind, entry.caller.session].filter((part) => part !== undefined).join(' '),
    entry.procedure,
    Object.entries(entry.where)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    entry.decision === 'denied' ? t('audit.denied', { why: entry.why ?? entry.result }) : entry.result,
  ]);
  const columns = [
    { title: t('cli.audit.column.seq'), align: 'right' as const },
    { title: t('cli.audit.column.at'), paint: (cell: string) => style.paint('dim', cell) },
    { title: t('cli.audit.column.who') },
    { title: t('cli.audit.column.what'), paint: (cell: string) => style.paint('bold', cell) },
    { title: t('cli.audit.column.where'), shrinks: 'end' as const },
    {
      title: t('cli.audit.column.result'),
      paint: (cell: string, row: number) => (entries[row]?.result === 'ok' ? cell : style.paint('red', cell)),
    },
  ];
  return [table(columns, rows, width), ...(more === null ? [] : [style.paint('dim', t('cli.audit.more', { seq: more }))])].join('\n');
}
